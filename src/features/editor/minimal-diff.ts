import { ChangeSet, type ChangeSpec, type Text } from "@codemirror/state";
import { diff } from "@codemirror/merge";

/** A changed stretch longer than this is replaced as one: a fine comparison would take too long. */
const FINE_LIMIT = 200_000;

/** The change from one text to another that touches as little as it can, so that cursors stay where they are. */
export function diffTexts(before: Text, after: Text): ChangeSet {
  const start = commonStart(before, after);
  const end = commonEnd(before, after, start);
  const [fromA, toA] = [start, before.length - end];
  const [fromB, toB] = [start, after.length - end];
  if (fromA === toA && fromB === toB) return ChangeSet.empty(before.length);
  if (toA - fromA > FINE_LIMIT || toB - fromB > FINE_LIMIT) {
    return ChangeSet.of({ from: fromA, to: toA, insert: after.slice(fromB, toB) }, before.length);
  }
  const parts = diff(before.sliceString(fromA, toA), after.sliceString(fromB, toB), { scanLimit: 500 });
  const specs: ChangeSpec[] = parts.map((part) => ({
    from: fromA + part.fromA,
    to: fromA + part.toA,
    insert: after.slice(fromB + part.fromB, fromB + part.toB),
  }));
  return ChangeSet.of(specs, before.length);
}

/** How many units are the same at the start, found by whole lines first. */
function commonStart(a: Text, b: Text): number {
  const lines = Math.min(a.lines, b.lines);
  let at = 0;
  const left = a.iterLines();
  const right = b.iterLines();
  for (let line = 1; line <= lines; line++) {
    const one = left.next().value;
    const other = right.next().value;
    if (one !== other) return at + sharedPrefix(one, other);
    at += one.length + 1;
  }
  return Math.min(at, a.length, b.length);
}

function commonEnd(a: Text, b: Text, start: number): number {
  const most = Math.min(a.length, b.length) - start;
  const left = a.iter(-1);
  const right = b.iter(-1);
  let shared = 0;
  let one = left.next().value;
  let other = right.next().value;
  while (shared < most && one !== "" && other !== "") {
    const length = Math.min(one.length, other.length, most - shared);
    const tail = sharedSuffix(one, other, length);
    shared += tail;
    if (tail < length) break;
    one = length < one.length ? one.slice(0, one.length - length) : left.next().value;
    other = length < other.length ? other.slice(0, other.length - length) : right.next().value;
  }
  return shared;
}

function sharedPrefix(a: string, b: string): number {
  const most = Math.min(a.length, b.length);
  let at = 0;
  while (at < most && a.charCodeAt(at) === b.charCodeAt(at)) at++;
  return at;
}

function sharedSuffix(a: string, b: string, most: number): number {
  if (a.length === b.length && a.length === most && a === b) return most;
  let count = 0;
  while (count < most && a.charCodeAt(a.length - 1 - count) === b.charCodeAt(b.length - 1 - count)) count++;
  return count;
}
