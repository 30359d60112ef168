/** Commands on the text of the active editor. */
import * as edit from "@codemirror/commands";
import { foldAll, foldCode, unfoldAll, unfoldCode } from "@codemirror/language";
import { findNext, findPrevious, openSearchPanel, selectNextOccurrence } from "@codemirror/search";
import type { EditorView } from "@codemirror/view";
import type { Command, MenuItem } from "../../kernel/app";
import type { CodemirrorHost } from "./codemirror-host";
import type { Editor } from "./editor";
import { showReplace } from "./search-panel";
import { selectEveryOccurrence } from "./select-occurrences";

type Run = (view: EditorView, host: CodemirrorHost) => unknown;

function openFind(view: EditorView, replace: boolean): void {
  openSearchPanel(view);
  view.dispatch({ effects: showReplace.of(replace) });
}

const runs: [id: string, title: string, run: Run][] = [
  ["undo", "Edit: Undo", (_view, host) => host.undo()],
  ["redo", "Edit: Redo", (_view, host) => host.redo()],
  ["find", "Edit: Find", (view) => openFind(view, false)],
  ["replace", "Edit: Replace", (view) => openFind(view, true)],
  ["findNext", "Edit: Find Next", findNext],
  ["findPrevious", "Edit: Find Previous", findPrevious],
  ["selectAll", "Selection: Select All", edit.selectAll],
  ["selectLine", "Selection: Select Line", edit.selectLine],
  ["selectNextOccurrence", "Selection: Add Next Occurrence", selectNextOccurrence],
  ["selectAllOccurrences", "Selection: Select All Occurrences", selectEveryOccurrence],
  ["cursorAbove", "Selection: Add Cursor Above", edit.addCursorAbove],
  ["cursorBelow", "Selection: Add Cursor Below", edit.addCursorBelow],
  ["expandSelection", "Selection: Expand", edit.selectParentSyntax],
  ["moveLinesUp", "Edit: Move Lines Up", edit.moveLineUp],
  ["moveLinesDown", "Edit: Move Lines Down", edit.moveLineDown],
  ["copyLinesUp", "Edit: Copy Lines Up", edit.copyLineUp],
  ["copyLinesDown", "Edit: Copy Lines Down", edit.copyLineDown],
  ["deleteLines", "Edit: Delete Lines", edit.deleteLine],
  ["insertLineBelow", "Edit: Insert Line Below", edit.insertBlankLine],
  ["insertLineAbove", "Edit: Insert Line Above", insertLineAbove],
  ["toggleComment", "Edit: Toggle Line Comment", edit.toggleComment],
  ["toggleBlockComment", "Edit: Toggle Block Comment", edit.toggleBlockComment],
  ["indent", "Edit: Indent Lines", edit.indentMore],
  ["outdent", "Edit: Outdent Lines", edit.indentLess],
  ["reindent", "Edit: Reindent Lines", edit.indentSelection],
  ["jumpToBracket", "Go: To Matching Bracket", edit.cursorMatchingBracket],
  ["fold", "View: Fold", foldCode],
  ["unfold", "View: Unfold", unfoldCode],
  ["foldAll", "View: Fold All", foldAll],
  ["unfoldAll", "View: Unfold All", unfoldAll],
  ["toggleWordWrap", "View: Toggle Word Wrap", (_view, host) => host.setWrapped(!host.wrapped())],
];

function insertLineAbove(view: EditorView): boolean {
  const { state } = view;
  const line = state.doc.lineAt(state.selection.main.head);
  const blank = /^\s*/.exec(line.text)?.[0] ?? "";
  view.dispatch({
    changes: { from: line.from, insert: blank + state.lineBreak },
    selection: { anchor: line.from + blank.length },
    scrollIntoView: true,
    userEvent: "input",
  });
  return true;
}

const menus: [menu: string, group: string, ids: string[]][] = [
  ["menubar.edit", "1_undo", ["undo", "redo"]],
  ["menubar.edit", "2_clipboard", ["cut", "copy", "paste"]],
  ["menubar.edit", "3_find", ["find", "replace"]],
  [
    "menubar.edit",
    "4_lines",
    ["toggleComment", "moveLinesUp", "moveLinesDown", "copyLinesDown", "deleteLines"],
  ],
  ["menubar.edit", "5_select", ["selectAll", "selectNextOccurrence", "selectAllOccurrences"]],
  ["menubar.view", "5_editor", ["toggleWordWrap", "foldAll", "unfoldAll"]],
  ["menubar.go", "2_line", ["goToLine", "jumpToBracket"]],
  ["editor.context", "1_clipboard", ["cut", "copy", "paste", "selectAll"]],
  ["editor.context", "2_text", ["toggleComment", "selectAllOccurrences", "reindent"]],
  ["editor.context", "3_find", ["find", "replace", "goToLine"]],
];

export const textMenus: MenuItem[] = menus.flatMap(([menu, group, ids]) =>
  ids.map((id) => ({
    menu,
    group,
    command: `editor.${id}`,
    ...(id === "goToLine" ? { title: "Go to Line…" } : {}),
  })),
);

export function textCommands(editor: Editor): Command[] {
  const enabled = (): boolean => editor.activeHost() !== undefined;
  const commands = runs.map(([id, title, run]): Command => ({
    id: `editor.${id}`,
    title,
    enabled,
    run: () => {
      const host = editor.activeHost();
      if (host) run(host.view, host);
    },
  }));
  return [...commands, ...clipboardCommands(editor, enabled)];
}

/** Menus cannot use the page's own clipboard; keys do. */
function clipboardCommands(editor: Editor, enabled: () => boolean): Command[] {
  const { ipc } = editor.app;
  const selected = (view: EditorView): string =>
    view.state.selection.ranges.map(({ from, to }) => view.state.sliceDoc(from, to)).join("\n");
  const copy = async (view: EditorView): Promise<boolean> => {
    const text = selected(view);
    if (text !== "") await ipc.clipboardWrite({ text });
    return text !== "";
  };
  const withView = (id: string, title: string, run: (view: EditorView) => Promise<unknown>): Command => ({
    id: `editor.${id}`,
    title,
    enabled,
    run: async () => {
      const view = editor.activeHost()?.view;
      if (!view) return;
      await run(view);
      view.focus();
    },
  });
  return [
    withView("cut", "Edit: Cut", async (view) => {
      if (await copy(view)) view.dispatch(view.state.replaceSelection(""), { userEvent: "delete.cut" });
    }),
    withView("copy", "Edit: Copy", copy),
    withView("paste", "Edit: Paste", async (view) => {
      const { text } = await ipc.clipboardRead({});
      // What is no text is for who takes it from a paste by key.
      if (text === "") {
        const clipboardData = new DataTransfer();
        const event = new ClipboardEvent("paste", { bubbles: true, cancelable: true, clipboardData });
        return void view.contentDOM.dispatchEvent(event);
      }
      const change = view.state.replaceSelection(view.state.toText(text));
      view.dispatch(change, { userEvent: "input.paste", scrollIntoView: true });
    }),
  ];
}
