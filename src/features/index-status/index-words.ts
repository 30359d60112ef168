/** What is said about the index and about one file in it. */
import type { IndexDo, IndexedFile, IndexProgress, IndexStatus } from "../../ipc/search-types";

const numbers = new Intl.NumberFormat("en");

/** What the status bar says. */
export function indexText({ state, done, total }: IndexProgress): string {
  const progress = `${numbers.format(done)} of ${numbers.format(total)}`;
  switch (state) {
    case "building":
      return total === 0 ? "Indexing…" : `Indexing ${progress}`;
    case "paused":
      return `Index paused at ${progress}`;
    case "stopped":
      return "Index stopped";
    case "ready":
      return "Indexed";
  }
}

/** `1 file is`, `2 files are`. */
function are(count: number, what = ""): string {
  const many = what === "" ? "" : `${what}s`;
  return `${numbers.format(count)}${count === 1 ? `${what} is` : `${many} are`}`;
}

export function indexTip({ state, files, skipped }: IndexStatus): string {
  const left = skipped.length === 0 ? "" : ` ${are(skipped.length)} left out.`;
  switch (state) {
    case "building":
      return `Searches read what is not indexed yet from disk, so that they miss nothing.${left} A click pauses.`;
    case "paused":
      return "Searches read what is not indexed from disk. A click goes on.";
    case "stopped":
      return "Searches read every file from disk, and symbols are not known. A click starts the index.";
    case "ready":
      return `${are(files, " file")} indexed.${left} A click lists what is left out and why.`;
  }
}

/** What a click asks of the index; nothing while there is nothing to do. */
export function nextStep(state: IndexStatus["state"]): IndexDo | undefined {
  const steps = { building: "pause", paused: "resume", stopped: "start", ready: undefined } as const;
  return steps[state];
}

/** How far it is, from 0 to 1. */
export function share({ done, total }: IndexProgress): number {
  return total === 0 ? 0 : Math.min(1, done / total);
}

/** A sentence about one file. */
export function fileSentence(name: string, file: IndexedFile | null | undefined): string {
  const why = file?.reason ? `: ${file.reason}` : "";
  switch (file?.state) {
    case "indexed":
      return `${name} is indexed.`;
    case "stale":
      return `${name} changed since it was indexed${why}. Searches read it from disk.`;
    case "ignored":
      return `${name} is not indexed, because ignore files leave it out${why}.`;
    case "skipped":
      return `${name} is not indexed${why}.`;
    case undefined:
      return `${name} is not in the index yet. Searches read it from disk.`;
  }
}
