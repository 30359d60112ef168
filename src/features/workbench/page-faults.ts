import { failureNotice } from "../../kernel/failure";
import type { Frame } from "../../kernel/frame";

/** Makes a notice of what nobody caught, so that a fault is never silent. */
export function watchPageFaults(target: Window, notify: Frame["notify"], signal: AbortSignal): void {
  const tell = (fault: unknown): void => {
    const notice = failureNotice(fault);
    if (notice) notify(notice);
  };
  const failed = (event: ErrorEvent): void => {
    // The browser says so when an observer needs a second round; nothing is wrong then.
    if (!event.message.startsWith("ResizeObserver loop")) tell(event.error ?? event.message);
  };
  const rejected = (event: PromiseRejectionEvent): void => {
    event.preventDefault();
    tell(event.reason);
  };
  target.addEventListener("error", failed, { signal });
  target.addEventListener("unhandledrejection", rejected, { signal });
}
