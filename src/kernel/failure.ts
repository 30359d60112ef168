import { AppError } from "../ipc/app-error";
import type { Notice } from "./app";

/** What to say about something that was thrown; nothing when the person stopped it themselves. */
export function failureNotice(thrown: unknown): Notice | undefined {
  const error = AppError.from(thrown);
  if (error.code === "cancelled") return undefined;
  const notice: Notice = { level: "error", message: error.message };
  if (error.hint !== undefined) notice.hint = error.hint;
  return notice;
}
