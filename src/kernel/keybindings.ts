/** The key bindings that Tenon comes with; menus, palette and the shortcut sheet derive from them. */
import type { WrittenBinding } from "./keymap/bindings";

const editor = "editorFocus";
const tree = "explorerFocus";
const shell = "terminalFocus";
const notShell = "!terminalFocus";

/** As many as VS Code has in common with what is here; where two share a key, the later one goes first. */
export const defaultKeybindings: WrittenBinding[] = [
  // The window.
  { key: "ctrl+shift+p", command: "palette.commands" },
  { key: "f1", command: "palette.commands" },
  { key: "ctrl+p", command: "palette.files" },
  { key: "ctrl+b", command: "view.toggleSidebar" },
  { key: "ctrl+j", command: "view.toggleBottom" },
  { key: "f6", command: "view.nextPlace" },
  { key: "shift+f6", command: "view.previousPlace" },
  { key: "ctrl+=", command: "view.zoomIn" },
  { key: "ctrl+shift+=", command: "view.zoomIn" },
  { key: "ctrl+-", command: "view.zoomOut" },
  { key: "ctrl+0", command: "view.zoomReset" },
  { key: "ctrl+,", command: "settings.open" },
  { key: "ctrl+k ctrl+s", command: "help.shortcuts" },
  { key: "ctrl+k ctrl+t", command: "theme.pick" },
  // GTK takes Ctrl+Shift+U for characters by their number.
  { key: "ctrl+k ctrl+h", command: "log.show" },
  { key: "ctrl+k ctrl+o", command: "workspace.open" },
  { key: "ctrl+r", command: "workspace.recent", when: notShell },
  { key: "f10", command: "view.menu" },
  { key: "shift+escape", command: "notices.clear" },
  { key: "escape", command: "view.back", when: "backFocus" },

  // Editor groups.
  { key: "ctrl+w", command: "view.close", when: notShell },
  { key: "ctrl+f4", command: "view.close", when: notShell },
  { key: "ctrl+k w", command: "view.closeGroup", when: notShell },
  { key: "ctrl+k ctrl+w", command: "view.closeAll", when: notShell },
  { key: "ctrl+k u", command: "view.closeSaved", when: notShell },
  { key: "ctrl+k enter", command: "view.keep", when: notShell },
  { key: "ctrl+shift+t", command: "view.reopen", when: notShell },
  { key: "ctrl+tab", command: "view.switchRecent" },
  { key: "ctrl+shift+tab", command: "view.switchRecentBack" },
  { key: "ctrl+pagedown", command: "view.nextTab", when: notShell },
  { key: "ctrl+pageup", command: "view.previousTab", when: notShell },
  { key: "ctrl+\\", command: "view.split", when: notShell },
  { key: "ctrl+k ctrl+\\", command: "view.splitDown", when: notShell },
  { key: "ctrl+1", command: "view.focusGroup1" },
  { key: "ctrl+2", command: "view.focusGroup2" },
  { key: "ctrl+3", command: "view.focusGroup3" },

  // Files.
  { key: "ctrl+n", command: "editor.newFile" },
  { key: "ctrl+s", command: "editor.save", when: notShell },
  { key: "ctrl+shift+s", command: "editor.saveAs", when: notShell },
  { key: "ctrl+k s", command: "editor.saveAll", when: notShell },

  // Code.
  { key: "ctrl+f", command: "editor.find", when: editor },
  { key: "ctrl+h", command: "editor.replace", when: editor },
  { key: "f3", command: "editor.findNext", when: editor },
  { key: "shift+f3", command: "editor.findPrevious", when: editor },
  { key: "ctrl+d", command: "editor.selectNextOccurrence", when: editor },
  { key: "ctrl+shift+l", command: "editor.selectAllOccurrences", when: editor },
  { key: "ctrl+alt+up", command: "editor.cursorAbove", when: editor },
  { key: "ctrl+alt+down", command: "editor.cursorBelow", when: editor },
  { key: "alt+up", command: "editor.moveLinesUp", when: editor },
  { key: "alt+down", command: "editor.moveLinesDown", when: editor },
  { key: "shift+alt+up", command: "editor.copyLinesUp", when: editor },
  { key: "shift+alt+down", command: "editor.copyLinesDown", when: editor },
  { key: "ctrl+shift+k", command: "editor.deleteLines", when: editor },
  { key: "ctrl+/", command: "editor.toggleComment", when: editor },
  { key: "shift+alt+a", command: "editor.toggleBlockComment", when: editor },
  { key: "ctrl+]", command: "editor.indent", when: editor },
  { key: "ctrl+[", command: "editor.outdent", when: editor },
  { key: "ctrl+l", command: "editor.selectLine", when: editor },
  { key: "ctrl+enter", command: "editor.insertLineBelow", when: editor },
  { key: "ctrl+shift+enter", command: "editor.insertLineAbove", when: editor },
  { key: "ctrl+shift+\\", command: "editor.jumpToBracket", when: editor },
  { key: "ctrl+shift+[", command: "editor.fold", when: editor },
  { key: "ctrl+shift+]", command: "editor.unfold", when: editor },
  { key: "ctrl+k ctrl+0", command: "editor.foldAll", when: editor },
  { key: "ctrl+k ctrl+j", command: "editor.unfoldAll", when: editor },
  { key: "ctrl+z", command: "editor.undo", when: editor },
  { key: "ctrl+shift+z", command: "editor.redo", when: editor },
  { key: "ctrl+y", command: "editor.redo", when: editor },
  { key: "ctrl+g", command: "editor.goToLine", when: notShell },
  { key: "f12", command: "editor.goToDefinition", when: editor },
  { key: "shift+f12", command: "editor.findReferences", when: editor },
  { key: "ctrl+t", command: "symbols.workspace", when: notShell },
  { key: "ctrl+shift+o", command: "symbols.outline", when: notShell },
  { key: "alt+z", command: "editor.toggleWordWrap", when: notShell },

  // Search.
  { key: "ctrl+shift+f", command: "search.show" },
  { key: "ctrl+shift+h", command: "search.replace" },
  { key: "f4", command: "search.next" },
  { key: "shift+f4", command: "search.previous" },
  { key: "alt+enter", command: "search.editResults", when: "searchInputFocus || searchResultsFocus" },
  { key: "ctrl+s", command: "searchEditor.write", when: "searchEditorFocus" },
  { key: "f12", command: "searchEditor.openPlace", when: "searchEditorFocus" },

  // The tree.
  { key: "ctrl+shift+e", command: "explorer.focus" },
  { key: "f2", command: "explorer.rename", when: tree },
  { key: "delete", command: "explorer.delete", when: tree },
  { key: "ctrl+z", command: "explorer.undoDelete", when: tree },
  { key: "ctrl+c", command: "explorer.copy", when: tree },
  { key: "ctrl+x", command: "explorer.cut", when: tree },
  { key: "ctrl+v", command: "explorer.paste", when: tree },
  { key: "shift+alt+c", command: "explorer.copyPath", when: tree },
  { key: "ctrl+k shift+alt+c", command: "explorer.copyRelativePath", when: tree },

  // Terminals.
  { key: "ctrl+`", command: "terminal.toggle" },
  { key: "ctrl+shift+`", command: "terminal.new" },
  { key: "ctrl+shift+5", command: "terminal.split", when: shell },
  { key: "ctrl+shift+c", command: "terminal.copy", when: shell },
  { key: "ctrl+shift+v", command: "terminal.paste", when: shell },
  { key: "ctrl+f", command: "terminal.find", when: `${shell} || terminalFindFocus` },
  { key: "ctrl+alt+pageup", command: "terminal.scrollUp", when: shell },
  { key: "ctrl+alt+pagedown", command: "terminal.scrollDown", when: shell },
  { key: "shift+pageup", command: "terminal.scrollUpPage", when: shell },
  { key: "shift+pagedown", command: "terminal.scrollDownPage", when: shell },
  { key: "ctrl+home", command: "terminal.scrollToTop", when: shell },
  { key: "ctrl+end", command: "terminal.scrollToBottom", when: shell },
  { key: "ctrl+pagedown", command: "terminal.focusNext", when: shell },
  { key: "ctrl+pageup", command: "terminal.focusPrevious", when: shell },
];
