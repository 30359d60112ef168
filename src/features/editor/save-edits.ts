import { ChangeSet, type ChangeSpec, type Text } from "@codemirror/state";

export interface SaveRules {
  trimTrailingWhitespace: boolean;
  insertFinalNewline: boolean | null;
}

/**
 * Blanks at the ends of lines that a save takes away. `kept` are lines (from 1) that stay as they are: a save
 * that the person did not ask for must not eat the blanks before their cursor.
 */
export function trimBeforeSave(text: Text, rules: SaveRules, kept: ReadonlySet<number>): ChangeSet {
  const specs: ChangeSpec[] = [];
  if (rules.trimTrailingWhitespace) {
    let from = 0;
    let number = 1;
    for (const line of text.iterLines()) {
      const trimmed = kept.has(number) ? line.length : endOfText(line);
      if (trimmed < line.length) specs.push({ from: from + trimmed, to: from + line.length });
      from += line.length + 1;
      number += 1;
    }
  }
  return ChangeSet.of(specs, text.length);
}

/** The line end that a save adds behind the last line. */
export function endBeforeSave(text: Text, rules: SaveRules): ChangeSet {
  const ends = text.length === 0 || text.line(text.lines).length === 0;
  if (!rules.insertFinalNewline || ends) return ChangeSet.empty(text.length);
  return ChangeSet.of({ from: text.length, insert: "\n" }, text.length);
}

function endOfText(line: string): number {
  let end = line.length;
  while (end > 0 && (line[end - 1] === " " || line[end - 1] === "\t")) end -= 1;
  return end;
}
