import type { WirePath } from "../../ipc/bindings";
import type { IndexDo } from "../../ipc/search-types";
import type { App, Command, MenuItem } from "../../kernel/app";
import { visibleName, visiblePath } from "../../ui/visible-name";
import type { IndexStore } from "./index-store";
import { fileSentence, nextStep } from "./index-words";

/** Files that are listed; the status bar counts all of them. */
const most = 2_000;

/** The path of a row of the tree that is a file. */
function fileOf(target: unknown): WirePath | undefined {
  if (typeof target !== "object" || target === null || !("entry" in target)) return undefined;
  const { entry } = target as { entry: { path: WirePath; kind: string } };
  return entry.kind === "file" ? entry.path : undefined;
}

export function indexCommands(app: App, store: IndexStore): Command[] {
  const control = (step: IndexDo): Promise<void> => app.ipc.indexControl({ do: step });
  const is =
    (...states: string[]) =>
    (): boolean =>
      states.includes(store.status()?.state ?? "");
  const showSkipped = async (): Promise<void> => {
    const skipped = store.status()?.skipped ?? [];
    if (skipped.length === 0) return app.notify({ level: "info", message: "Every file is indexed." });
    const picked = await app.dialogs.pick({
      title: "Files that are not indexed",
      items: skipped.slice(0, most).map(({ path, reason }, index) => ({
        id: String(index),
        title: visiblePath(path.path),
        detail: reason,
      })),
    });
    const path = picked && skipped[Number(picked.id)]?.path;
    if (path) await app.commands.run("explorer.reveal", path);
  };
  return [
    {
      id: "index.next",
      title: "Index: Pause or Go On",
      internal: true,
      run: async () => {
        const step = nextStep(store.status()?.state ?? "ready");
        await (step ? control(step) : showSkipped());
      },
    },
    { id: "index.pause", title: "Index: Pause", enabled: is("building"), run: () => control("pause") },
    { id: "index.resume", title: "Index: Go On", enabled: is("paused"), run: () => control("resume") },
    {
      id: "index.stop",
      title: "Index: Stop",
      enabled: is("building", "paused", "ready"),
      run: () => control("stop"),
    },
    { id: "index.start", title: "Index: Start", enabled: is("stopped"), run: () => control("start") },
    {
      id: "index.skipped",
      title: "Index: Show What Is Left Out",
      enabled: is("building", "paused", "ready"),
      run: showSkipped,
    },
    {
      id: "index.file",
      title: "Index: State of a File",
      internal: true,
      run: async (target) => {
        const path = fileOf(target);
        if (!path) return;
        const { file } = await app.ipc.indexStatus({ path });
        const name = visibleName(path.path.split("/").at(-1) ?? "");
        app.notify({ level: "info", message: fileSentence(name, file) });
      },
    },
  ];
}

export const indexMenus: MenuItem[] = [
  {
    menu: "tree.context",
    group: "7_index",
    command: "index.file",
    title: "Is It Indexed?",
    when: (target) => fileOf(target) !== undefined,
  },
];
