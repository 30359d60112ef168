/** What the parts of the editor share: documents, tabs, and how a place is opened. */
import { createSignal, type Accessor } from "solid-js";
import type { WirePath } from "../../ipc/bindings";
import { failureNotice } from "../../kernel/failure";
import type { App, OpenOptions, Panel } from "../../kernel/app";
import type { CodemirrorHost } from "./codemirror-host";
import { makeDocuments, type Documents } from "./documents";
import { titleOf, type EditorState, type EditorTab, type Target } from "./editor-tab";
import type { EditorExtra } from "./extras";
import type { OpenDocument } from "./open-document";
import type { ProblemsOf } from "./problem-marks";
import { samePath } from "./wire-path";

/** A place to open; columns count bytes from 1, as in the rest of the product. */
export interface OpenRequest {
  path: WirePath | string;
  line?: number | null;
  column?: number | null;
  /** The column in UTF-16 units from 1, instead. */
  character?: number | null;
  /** UTF-16 units from there on to select. */
  length?: number;
  preview?: boolean;
  focus?: boolean;
}

export interface Editor {
  app: App;
  documents: Documents;
  tabs: Accessor<EditorTab[]>;
  addTab: (tab: EditorTab) => void;
  removeTab: (tab: EditorTab) => void;
  tabOf: (panelId: string) => EditorTab | undefined;
  /** The front tab of the centre when it is an editor. */
  activeTab: Accessor<EditorTab | undefined>;
  activeHost: Accessor<CodemirrorHost | undefined>;
  open: (request: OpenRequest) => Panel<EditorState>;
  openState: (state: EditorState, options?: OpenOptions) => Panel<EditorState>;
  /** Shows the same text once more beside a panel, from the same place on. */
  split: (panel: Panel<EditorState>, direction: "right" | "down") => void;
  /** A tab is gone; its document closes when no other shows it. */
  release: (doc: string) => Promise<void>;
  /** Where a panel that was just opened shall go. */
  takeTarget: (panelId: string) => Target | undefined;
  /** Grows when the repository changed. */
  gitRevision: Accessor<number>;
  onBlur: (document: OpenDocument) => void;
  /** The problems of a file, as whoever knows them gave them; reactive. */
  problems: Accessor<ProblemsOf>;
  setProblems: (problems: ProblemsOf) => void;
  /** What other features add to editors; reactive. */
  extras: Accessor<EditorExtra[]>;
  addExtra: (extra: EditorExtra) => void;
  /** Runs something; a failure becomes a notice. */
  attempt: (run: () => Promise<unknown>) => Promise<void>;
}

export const KIND = "editor";

const editors = new WeakMap<App, Editor>();

/** The editor of a window, for what other features ask of it. */
export function editorOf(app: App): Editor | undefined {
  return editors.get(app);
}

export function createEditor(app: App, onBlur: (document: OpenDocument) => void): Editor {
  const documents = makeDocuments(app, ({ path, doc }) => openState({ path, doc }, { focus: false }));
  const [tabs, setTabs] = createSignal<EditorTab[]>([]);
  const [gitRevision, setGitRevision] = createSignal(0);
  const [problems, setProblems] = createSignal<ProblemsOf>(() => []);
  const [extras, setExtras] = createSignal<EditorExtra[]>([]);
  const targets = new Map<string, Target>();
  app.on("gitChanged", () => void setGitRevision((n) => n + 1));

  const tabOf = (panelId: string): EditorTab | undefined => tabs().find(({ panel }) => panel.id === panelId);
  const activeTab = (): EditorTab | undefined => tabOf(app.workbench.active("center")?.id ?? "");
  const goTo = (panel: Panel<EditorState>, target: Target): void => {
    const tab = tabOf(panel.id);
    if (tab) tab.goTo(target);
    else targets.set(panel.id, target);
  };
  const panels = (): Panel<EditorState>[] => app.workbench.panels(KIND) as Panel<EditorState>[];
  const openState: Editor["openState"] = (state, options) =>
    app.workbench.open(KIND, `${KIND}:${randomId()}`, state, titleOf(state), options);
  const showing = (path: WirePath): Panel<EditorState> | undefined => {
    const all = panels().filter((panel) => samePath(panel.state().path, path));
    return all.find((panel) => panel.id === app.workbench.active("center")?.id) ?? all[0];
  };

  const editor: Editor = {
    app,
    documents,
    tabs,
    addTab: (tab) => void setTabs((now) => [...now, tab]),
    removeTab: (tab) => void setTabs((now) => now.filter((other) => other !== tab)),
    tabOf,
    activeTab,
    activeHost: () => activeTab()?.host(),
    gitRevision,
    problems,
    setProblems: (given) => void setProblems(() => given),
    extras,
    addExtra: (extra) => void setExtras((now) => [...now, extra]),
    onBlur,
    takeTarget: (panelId) => {
      const target = targets.get(panelId);
      targets.delete(panelId);
      return target;
    },
    open: (request) => {
      const path = typeof request.path === "string" ? { path: request.path } : request.path;
      const options = { preview: request.preview === true, focus: request.focus !== false };
      const known = showing(path);
      const panel = known
        ? app.workbench.open<EditorState>(KIND, known.id, known.state(), known.title(), {
            ...options,
            preview: options.preview && known.preview(),
          })
        : openState({ path, doc: null }, options);
      if (request.line) {
        const { line, column, character, length } = request;
        const place = { ...(column ? { column } : {}), ...(character ? { character } : {}) };
        goTo(panel, { line, ...place, ...(length ? { length } : {}) });
      }
      return panel;
    },
    openState,
    split: (panel, direction) => {
      const host = tabOf(panel.id)?.host();
      const opened = openState(panel.state(), { split: direction });
      if (host) goTo(opened, { like: host });
    },
    attempt: async (run) => {
      try {
        await run();
      } catch (thrown) {
        const notice = failureNotice(thrown);
        if (notice) app.notify(notice);
      }
    },
    release: async (doc) => {
      const inUse = tabs().some((tab) => tab.document()?.doc === doc);
      if (!inUse) await documents.close(doc);
    },
  };
  editors.set(app, editor);
  return editor;
}

function randomId(): string {
  return [...crypto.getRandomValues(new Uint32Array(2))].map((word) => word.toString(36)).join("");
}
