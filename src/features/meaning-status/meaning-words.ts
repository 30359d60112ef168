/** What is said about the work that makes the folder searchable by meaning. */
import type { MeaningStatus } from "../../ipc/bindings";
import { sentences } from "../../kernel/sentences";

const numbers = new Intl.NumberFormat("en");

/** How far it is. */
function progress({ done, total }: MeaningStatus): string {
  return `${numbers.format(done)} of ${numbers.format(total)}`;
}

/** What the status bar says; `isBuilding` while the sidecar's model is being built. */
export function meaningText(status: MeaningStatus, isBuilding = false): string {
  switch (status.state) {
    case "off":
      return "Meaning off";
    case "waiting":
      return isBuilding ? "Meaning waits for its model" : "Meaning waits";
    case "working": {
      const rate =
        (status.perSecond ?? 0) >= 1 ? ` · ${numbers.format(Math.round(status.perSecond ?? 0))}/s` : "";
      return status.total === 0 ? "Meaning…" : `Meaning ${progress(status)}${rate}`;
    }
    case "paused":
      return status.done >= status.total ? "Meaning paused" : `Meaning paused at ${progress(status)}`;
    case "ready":
      return "Meaning ready";
    case "failed":
      return "Meaning failed";
  }
}

/** The same in sentences, one on each line. */
export function meaningTip(status: MeaningStatus): string {
  const { state, switchingTo, scope, reason, hint } = status;
  const changes = (state === "working" || state === "ready") && switchingTo !== null;
  const lines = [
    sentence(status),
    changes ? `It changes to ${switchingTo} once that is complete.` : "",
    scope === "touched" ? "Only what you touch is looked at." : "",
    sentences(reason),
    sentences(hint),
  ];
  return lines.filter(Boolean).join("\n");
}

function sentence(status: MeaningStatus): string {
  const { state, engine } = status;
  const by = engine === null ? "" : ` with ${engine}`;
  switch (state) {
    case "off":
      return "Nothing is searched by meaning: the settings switch it off.";
    case "waiting":
      return "The search by meaning waits for the sidecar, or for the files to be read.";
    case "working":
      return `${progress(status)} pieces of files can be found by meaning${by}.`;
    case "paused":
      return `The work rests; ${progress(status)} pieces can be found by meaning.`;
    case "ready":
      return `${numbers.format(status.total)} pieces of files can be found by meaning${by}.`;
    case "failed":
      return "The search by meaning cannot go on until something is mended.";
  }
}

/** How far it is, from 0 to 1. */
export function meaningShare({ done, total }: MeaningStatus): number {
  return total === 0 ? 0 : Math.min(1, done / total);
}
