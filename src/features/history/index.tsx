/** Local history: the versions of a file, and taking files and folders back to a moment. */
import "./history.css";
import { createSignal } from "solid-js";
import type { EntryKind, WirePath } from "../../ipc/bindings";
import type { App, Command, MenuItem, Panel } from "../../kernel/app";
import { onDemand } from "../../ui/on-demand";
import { exactTime } from "../../ui/relative-time";
import type { HistoryState } from "./history-panel";
import { readMoment, usualMoments } from "./moments";
import { undoRestore } from "./restore";
import type { RestoreState } from "./restore-panel";

const HistoryPanel = onDemand(async () => (await import("./history-panel")).HistoryPanel);
const RestorePanel = onDemand(async () => (await import("./restore-panel")).RestorePanel);

/** What a menu was opened on: a tab of the editor, or a row of the tree. */
interface Place {
  path: WirePath;
  folder: boolean;
}

function placeOf(target: unknown): Place | undefined {
  if (typeof target !== "object" || target === null) return undefined;
  if ("entry" in target) {
    const { entry } = target as { entry: { path: WirePath; kind: EntryKind } };
    return { path: entry.path, folder: entry.kind === "folder" };
  }
  const panel = target as Partial<Panel<{ path?: WirePath | null }>>;
  const path = panel.kind === "editor" ? panel.state?.().path : undefined;
  return path ? { path, folder: false } : undefined;
}

export function installHistory(app: App): void {
  const [changed, setChanged] = createSignal(0);
  const bump = (): void => void setChanged((n) => n + 1);
  app.on("documentChanged", bump);
  app.on("documentReloaded", bump);
  app.on("documentMerged", bump);
  app.workbench.registerPanel<HistoryState>({
    kind: "history",
    area: "center",
    render: (panel) => <HistoryPanel app={app} panel={panel} changed={changed} />,
  });
  app.workbench.registerPanel<RestoreState>({
    kind: "history-restore",
    area: "center",
    // A preview that comes back with the layout looks at every file again.
    render: (panel) => <RestorePanel app={app} panel={panel} />,
  });
  app.commands.register(historyCommands(app), menus);
}

async function askMoment(app: App): Promise<number | undefined> {
  const { since } = await app.ipc.historyStatus({});
  const now = Date.now();
  const usual = usualMoments(now, since).map((moment) => ({ ...moment, detail: exactTime(moment.at) }));
  const other = { id: "other", title: "Another Moment…", detail: "a date, a time, or both" };
  const picked = await app.dialogs.pick({ title: "Restore to which moment?", items: [...usual, other] });
  if (!picked) return undefined;
  if (picked.id !== other.id) return usual.find(({ id }) => id === picked.id)?.at;
  const typed = await app.dialogs.input({
    title: "Restore to which moment?",
    placeholder: "14:30, or 2026-11-21 14:30",
    validate: (text) =>
      readMoment(text, now) === undefined ? "A time as 14:30, or a date as 2026-11-21 14:30." : undefined,
  });
  return typed === undefined ? undefined : readMoment(typed, now);
}

function historyCommands(app: App): Command[] {
  const here = (target: unknown): Place | undefined =>
    placeOf(target) ?? placeOf(app.workbench.active("center"));
  const nameOf = (path: WirePath): string => path.path.split("/").at(-1) || "the whole folder";
  const restore = async (path: WirePath): Promise<void> => {
    const at = await askMoment(app);
    if (at === undefined) return;
    app.workbench.open(
      "history-restore",
      `restore:${path.path}:${at}`,
      { path, at },
      `Restore ${nameOf(path)}, ${exactTime(at)}`,
    );
  };
  return [
    {
      id: "history.show",
      title: "Local History: Show Versions",
      enabled: () => app.workspace() !== null,
      run: (target) => {
        const place = here(target);
        if (place && !place.folder) {
          const { path } = place;
          const title = `${nameOf(path)} (history)`;
          app.workbench.open("history", `history:${path.pathBytes ?? path.path}`, { path }, title);
        } else {
          app.notify({ level: "info", message: "Open a file to see its versions." });
        }
      },
    },
    {
      id: "history.restoreFolder",
      title: "Local History: Restore to a Moment…",
      enabled: () => app.workspace() !== null,
      run: (target) => restore(placeOf(target)?.path ?? { path: "" }),
    },
    {
      id: "history.undo",
      title: "Local History: Undo the Last Restore",
      enabled: () => app.workspace() !== null,
      run: () => undoRestore(app),
    },
  ];
}

const isFile = (target: unknown): boolean => placeOf(target)?.folder === false;

const menus: MenuItem[] = [
  { menu: "tab.context", group: "7_history", command: "history.show", title: "Local History", when: isFile },
  { menu: "tree.context", group: "6_history", command: "history.show", title: "Local History", when: isFile },
  {
    menu: "tree.context",
    group: "6_history",
    command: "history.restoreFolder",
    title: "Restore to a Moment…",
  },
  {
    menu: "menubar.file",
    group: "5_history",
    command: "history.restoreFolder",
    title: "Restore to a Moment…",
  },
];
