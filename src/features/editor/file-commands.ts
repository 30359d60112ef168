/** Commands on documents: new, open, save, revert, and how they are written. */
import type { Command, MenuItem, Panel } from "../../kernel/app";
import { giveFocus } from "../../ui/give-focus";
import type { Editor, OpenRequest } from "./editor";
import type { EditorState, EditorTab } from "./editor-tab";
import type { OpenDocument } from "./open-document";
import { save, saveAs } from "./save";

/** A command got a panel when it came from the menu of a tab, and nothing otherwise. */
function tabFor(editor: Editor, target: unknown): EditorTab | undefined {
  const id = (target as Panel<EditorState> | undefined)?.id;
  return typeof id === "string" ? editor.tabOf(id) : editor.activeTab();
}

/** Asks before unsaved text is given up. */
export async function mayGiveUp(editor: Editor, document: OpenDocument): Promise<boolean> {
  if (!document.dirty()) return true;
  const answer = await editor.app.dialogs.ask({
    title: `Give up the changes to ${document.info().name}?`,
    message: "The text on disk takes their place. Undo brings them back while the tab is open.",
    answers: [
      { id: "revert", title: "Give Up Changes", danger: true },
      { id: "cancel", title: "Cancel" },
    ],
    cancel: "cancel",
  });
  return answer === "revert";
}

async function saveAll(editor: Editor): Promise<void> {
  for (const document of editor.documents.all()) {
    if (document.dirty() && !(await save(editor, document))) return;
  }
}

async function goToLine(editor: Editor, target?: { line: number; column?: number }): Promise<void> {
  const tab = editor.activeTab();
  const host = tab?.host();
  if (!tab || !host) return;
  let wanted = target;
  if (!wanted) {
    const lines = host.view.state.doc.lines;
    const typed = await editor.app.dialogs.input({
      title: "Go to line",
      placeholder: `1 to ${lines}, or line:column`,
      validate: (text) =>
        /^\s*\d+([:,]\d+)?\s*$/.test(text) ? undefined : "A line, or line:column, is needed.",
    });
    if (typed === undefined) return;
    const [line, column] = typed.split(/[:,]/).map(Number);
    wanted = { line: line ?? 1, ...(column === undefined ? {} : { column }) };
  }
  tab.goTo(wanted);
  tab.panel.focus();
}

/** What a new file begins with, when another part of the window asks for one: its text, and a name for its tab. */
function seedOf(argument: unknown): { text?: string; label?: string } {
  if (typeof argument !== "object" || argument === null) return {};
  const { text, label } = argument as Record<string, unknown>;
  return {
    ...(typeof text === "string" ? { text } : {}),
    ...(typeof label === "string" ? { label } : {}),
  };
}

export function fileCommands(editor: Editor): Command[] {
  const { documents, app } = editor;
  const hasTab = (): boolean => editor.activeTab()?.document() !== undefined;
  const withDocument =
    (run: (document: OpenDocument) => Promise<unknown>) =>
    async (target?: unknown): Promise<void> => {
      const document = tabFor(editor, target)?.document();
      if (document) await run(document);
    };
  return [
    {
      id: "editor.openFile",
      title: "File: Open",
      internal: true,
      run: (request) => void editor.open(request as OpenRequest),
    },
    {
      id: "editor.newFile",
      title: "File: New File",
      run: async (seed) => {
        // What is typed before it is there must not land in the file in front.
        const front = document.activeElement?.closest<HTMLElement>(".cm-content");
        front?.blur();
        const { text, label } = seedOf(seed);
        const made = await documents.create(text).catch((thrown: unknown) => {
          if (front) giveFocus(front);
          throw thrown;
        });
        editor.openState({ path: null, doc: made.doc, ...(label === undefined ? {} : { label }) });
      },
    },
    {
      id: "editor.save",
      title: "File: Save",
      enabled: hasTab,
      run: withDocument((document) => save(editor, document)),
    },
    {
      id: "editor.saveAs",
      title: "File: Save As…",
      enabled: hasTab,
      run: withDocument((document) => saveAs(editor, document)),
    },
    { id: "editor.saveAll", title: "File: Save All", run: () => saveAll(editor) },
    {
      id: "editor.revert",
      title: "File: Revert File",
      enabled: () => editor.activeTab()?.document()?.info().path !== null && hasTab(),
      run: withDocument(async (document) => {
        if (!(await mayGiveUp(editor, document))) return;
        documents.took(await app.ipc.documentRevert({ doc: document.doc, encoding: null }));
        document.setRefused(false);
        await document.follow();
      }),
    },
    {
      id: "editor.goToLine",
      title: "Go: To Line…",
      enabled: () => editor.activeHost() !== undefined,
      run: (target) => goToLine(editor, target as { line: number; column?: number } | undefined),
    },
    {
      id: "editor.copyPath",
      title: "File: Copy Relative Path",
      enabled: hasTab,
      run: withDocument((document) => app.ipc.clipboardWrite({ text: document.info().path?.path ?? "" })),
    },
    {
      id: "editor.revealInExplorer",
      title: "File: Show in Explorer",
      enabled: hasTab,
      run: withDocument(async (document) => app.commands.run("explorer.reveal", document.info().path)),
    },
  ];
}

const isEditor = (target: unknown): boolean => (target as Panel | undefined)?.kind === "editor";
const ofTab = (group: string, command: string): MenuItem => ({
  menu: "tab.context",
  group,
  command,
  when: isEditor,
});

export const fileMenus: MenuItem[] = [
  { menu: "menubar.file", group: "3_save", command: "editor.save" },
  { menu: "menubar.file", group: "3_save", command: "editor.saveAs" },
  { menu: "menubar.file", group: "3_save", command: "editor.saveAll" },
  { menu: "menubar.file", group: "4_revert", command: "editor.revert" },
  ofTab("5_save", "editor.save"),
  ofTab("5_save", "editor.revert"),
  ofTab("6_path", "editor.copyPath"),
  ofTab("6_path", "editor.revealInExplorer"),
];
