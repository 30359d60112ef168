import type { SidecarState, SidecarStatus } from "../../ipc/bindings";
import type { Notice } from "../../kernel/app";

/** What the states are called. */
export const stateWords: Record<SidecarState, string> = {
  ready: "Ready",
  starting: "Starting",
  degraded: "Degraded",
  failed: "Failed",
  stopped: "Stopped",
};

/** What to say about a change, if anything: only giving up is worth a notice. */
export function noticeOf(before: SidecarStatus, after: SidecarStatus): Notice | undefined {
  if (after.state !== "failed" || before.state === "failed") return undefined;
  return {
    level: "error",
    message: `The sidecar failed. ${after.reason ?? "It did not say why."} Everything else works.`,
    ...(after.hint === null ? {} : { hint: after.hint }),
  };
}

/** The state in a sentence, with what is known about it. */
export function describe(status: SidecarStatus): string {
  const parts = [`Sidecar: ${stateWords[status.state]}.`];
  if (status.reason !== null) parts.push(status.reason);
  if (status.hint !== null) parts.push(status.hint);
  if (status.state === "ready" && status.engine !== null) parts.push(`Engine: ${status.engine}.`);
  if (status.port !== null) parts.push(`Port ${status.port}.`);
  if (status.restarts > 0) parts.push(`Restarts: ${status.restarts}.`);
  return parts.join(" ");
}
