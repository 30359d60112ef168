/** What the history says of versions and of what a restore does, in words. */
import type { HistoryKind, HistoryRestored, HistoryState, HistoryVersion } from "../../ipc/bindings";

const kinds: Record<HistoryKind, string> = {
  baseline: "As it was found",
  save: "Saved",
  external: "Changed by another program",
  away: "Changed while Tenon was closed",
  beforeExternal: "Before another program's change",
  beforeBulk: "Before a change of many files",
  beforeRestore: "Before a restore",
  restored: "Restored",
  replaced: "Replace in files",
  moved: "Moved or renamed",
};

const lacking: Partial<Record<HistoryState, string>> = {
  removed: "not there any more",
  tooLarge: "too large to be kept",
  unreadable: "could not be read",
  dropped: "given up to make room",
  gone: "gone from the repository",
};

/** Whether there are bytes to show and to bring back. */
export const hasBytes = (version: HistoryVersion): boolean => lacking[version.state] === undefined;

/** How the owner calls a text that a replace is about to write. */
const REPLACED = "replaced text";

/** What made a version, and what there is of it. */
export function reasonOf(version: HistoryVersion): string {
  const lack = lacking[version.state];
  const reason = madeBy(version);
  return lack === undefined ? reason : `${reason}: ${lack}`;
}

function madeBy(version: HistoryVersion): string {
  if (version.label === REPLACED) return "Text of a replace in files, before it was written";
  if (version.label !== null) return version.label.charAt(0).toUpperCase() + version.label.slice(1);
  return kinds[version.kind];
}

const files = (count: number): string => (count === 1 ? "1 file" : `${count} files`);

/** What a restore did or would do, in one sentence. */
export function summaryOf(restored: HistoryRestored): string {
  const { changed, created, removed, left, failed, dryRun } = restored;
  const parts = [
    changed > 0 ? `${files(changed)} ${dryRun ? "would change" : "changed"}` : "",
    created > 0 ? `${files(created)} ${dryRun ? "would come" : "came"} back` : "",
    removed > 0 ? `${files(removed)} ${dryRun ? "would go" : "went"} into the history` : "",
    left > 0 ? `${files(left)} left alone` : "",
    failed > 0 ? `${files(failed)} ${dryRun ? "cannot" : "could not"} be restored` : "",
  ].filter((part) => part !== "");
  return parts.length === 0 ? "Nothing differs from that moment." : `${parts.join(", ")}.`;
}
