/** What stands above a symbol, in few words. Pure. */
import type { LinkedSymbol, LinkedThing } from "../../ipc/bindings";
import { relativeTime } from "../../ui/relative-time";
import { visibleText } from "../../ui/visible-name";

/** A thing as it stands in the line: `T-14`, `note: line-buffer`, `last run failed 2 minutes ago`. */
export function wordsOf(thing: LinkedThing, now: number): string {
  const { kind, ref, at, title } = thing;
  const name = visibleText(title);
  const id = ref.slice(ref.indexOf(":") + 1);
  if (kind === "task") return /^[\w.]+-\d+$/.test(id) ? id : name;
  if (kind === "note") return `note: ${name}`;
  if (kind === "run") return `last run failed${at === null ? "" : ` ${relativeTime(at, now)}`}`;
  // As much of its hash as its title begins with.
  if (kind === "commit") return `commit ${id.slice(0, 7)}`;
  return name;
}

/** All that stands above a symbol, as one text. */
export function lineOf({ things, more }: LinkedSymbol, now: number): string {
  const words = things.map((thing) => wordsOf(thing, now));
  return [...words, ...(more > 0 ? [`${more} more`] : [])].join(" · ");
}
