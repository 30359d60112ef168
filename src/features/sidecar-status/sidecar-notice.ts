import type { SidecarState, SidecarStatus } from "../../ipc/bindings";
import type { Notice } from "../../kernel/app";

/** What the states are called. */
const stateWords: Record<SidecarState, string> = {
  ready: "Ready",
  starting: "Starting",
  degraded: "Degraded",
  failed: "Failed",
  stopped: "Stopped",
};

/** Whether its built-in model is being built before it can start: only then a start has something to say. */
export function isBuilding({ state, reason }: SidecarStatus): boolean {
  return state === "starting" && reason !== null;
}

/** How it is, in a word or a few. */
export function stateText(status: SidecarStatus): string {
  return isBuilding(status) ? "Building the model" : stateWords[status.state];
}

/** What to say about a change, if anything: only giving up is worth a notice. */
export function noticeOf(before: SidecarStatus, after: SidecarStatus): Notice | undefined {
  if (after.state !== "failed" || before.state === "failed") return undefined;
  const reason = after.reason ?? "It did not say why.";
  const failed = reason.startsWith("The sidecar") ? reason : `The sidecar failed. ${reason}`;
  return {
    level: "error",
    message: `${failed} Everything else works.`,
    ...(after.hint === null ? {} : { hint: after.hint }),
  };
}

/** The state in a sentence, with what is known about it. */
export function describe(status: SidecarStatus): string {
  const parts = [`Sidecar: ${stateText(status)}.`];
  if (status.reason !== null) parts.push(status.reason);
  if (status.hint !== null) parts.push(status.hint);
  if (status.state === "ready" && status.engine !== null) parts.push(`Engine: ${status.engine}.`);
  if (status.port !== null) parts.push(`Port ${status.port}.`);
  if (status.restarts > 0) parts.push(`Restarts: ${status.restarts}.`);
  return parts.join(" ");
}
