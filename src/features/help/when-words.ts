/** Where a key holds, in words. */
const words: Record<string, string> = {
  editorFocus: "in the editor",
  findVisible: "while find is open",
  explorerFocus: "in the explorer",
  explorerInput: "while something is named in the explorer",
  terminalFocus: "in a terminal",
  terminalAtPrompt: "at its prompt",
  terminalBlocks: "with commands in it",
  terminalBlockSelected: "with a selected command",
  terminalQuestion: "while a program asks for the clipboard",
  terminalFindFocus: "in the find bar of a terminal",
  runsOpen: "in the history of commands",
  searchShown: "while the search is shown",
  searchInputFocus: "in the search field",
  searchResultsFocus: "among the hits",
  searchEditorFocus: "in edited results",
  noteFocus: "in a note that is read",
  tasksFocus: "among tasks",
  boardFocus: "on the task board",
  dialogOpen: "in a dialog",
  paletteOpen: "in the palette",
  inputFocus: "in a field",
  sideBarVisible: "while the sidebar is shown",
  bottomVisible: "while the bottom is shown",
  rightVisible: "while the right is shown",
  backFocus: "where there is a step back",
};
const joints: Record<string, string> = { "&&": " and ", "||": " or ", "(": "(", ")": ")" };

/** A `when` clause in words; one that names what has none, such as a value, stays as it is written. */
export function whenWords(clause: string): string {
  const parts = clause.split(/(&&|\|\||[()])/).map((part) => part.trim());
  let told = "";
  for (const part of parts) {
    if (part === "") continue;
    const [, not = "", name = ""] = /^(!?)\s*(.*)$/.exec(part) ?? [];
    const said = joints[part] ?? (name in words ? `${not && "not "}${words[name] ?? ""}` : undefined);
    // What is turned round as a whole reads wrong without its parentheses and sign.
    if (said === undefined) return clause;
    told += said;
  }
  return told;
}
