import type { ChangeSet, Text } from "@codemirror/state";
import type { Edit } from "../../ipc/bindings";

const isHigh = (unit: number): boolean => unit >= 0xd800 && unit < 0xdc00;
const isLow = (unit: number): boolean => unit >= 0xdc00 && unit < 0xe000;

/** The UTF-16 unit at an offset, or -1 outside of the text and at a line break. */
function unitAt(text: Text, offset: number): number {
  if (offset < 0 || offset >= text.length) return -1;
  const line = text.lineAt(offset);
  return offset === line.to ? -1 : line.text.charCodeAt(offset - line.from);
}

/**
 * The edits of a change as the owner takes them: sorted, apart, and never cutting a character in two.
 *
 * An editor may replace one half of a surrogate pair (one emoji by another that shares its first unit); the
 * owner knows whole characters only, so such an edit grows by the half beside it.
 */
export function toEdits(changes: ChangeSet, before: Text): Edit[] {
  const edits: Edit[] = [];
  changes.iterChanges((from, to, _fromB, _toB, inserted) => {
    const text = inserted.toString();
    const left = unitAt(before, from - 1);
    const right = unitAt(before, to);
    const first = text === "" ? right : text.charCodeAt(0);
    const last = text === "" ? left : text.charCodeAt(text.length - 1);
    const growLeft = isHigh(left) && (isLow(unitAt(before, from)) || isLow(first));
    const growRight = isLow(right) && (isHigh(unitAt(before, to - 1)) || isHigh(last));
    edits.push([
      growLeft ? from - 1 : from,
      growRight ? to + 1 : to,
      wellFormed(
        (growLeft ? String.fromCharCode(left) : "") + text + (growRight ? String.fromCharCode(right) : ""),
      ),
    ]);
  });
  return edits;
}

/** A half of a pair that stands alone cannot cross as UTF-8; it becomes U+FFFD, which is one unit as well. */
function wellFormed(text: string): string {
  return text.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, "\ufffd");
}
