import { AppError } from "../app-error";
import type { Code } from "../bindings";

/** An error as the core would send it. */
export function fault(code: Code, message: string, hint?: string): AppError {
  return new AppError({ code, message, hint: hint ?? null, retryable: false });
}
