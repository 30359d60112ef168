import { ChangeSet, type ChangeSpec, type Text } from "@codemirror/state";

export interface SaveRules {
  trimTrailingWhitespace: boolean;
  insertFinalNewline: boolean | null;
}

/**
 * What is mended in a text before it is saved. `kept` are lines (from 1) that stay as they are: a save that
 * the person did not ask for must not eat the blanks before their cursor.
 */
export function editsBeforeSave(text: Text, rules: SaveRules, kept: ReadonlySet<number>): ChangeSet {
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
  const trimmed = ChangeSet.of(specs, text.length);
  if (!rules.insertFinalNewline) return trimmed;
  const after = trimmed.apply(text);
  if (after.length === 0 || after.line(after.lines).length === 0) return trimmed;
  return trimmed.compose(ChangeSet.of({ from: after.length, insert: "\n" }, after.length));
}

function endOfText(line: string): number {
  let end = line.length;
  while (end > 0 && (line[end - 1] === " " || line[end - 1] === "\t")) end -= 1;
  return end;
}
