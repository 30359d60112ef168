import type { Change } from "../bindings";
import { fault } from "./fault";

/** A text after a change, which has to fit as it has to for the owner. */
export function applyChange(text: string, change: Change): string {
  let result = "";
  let at = 0;
  for (const [from, to, inserted] of change.changes) {
    if (from < at || to < from || to > text.length || inserted.includes("\r")) {
      throw fault("invalid", "The change does not fit the text.");
    }
    result += text.slice(at, from) + inserted;
    at = to;
  }
  return result + text.slice(at);
}
