import type { ApiError, Code } from "./bindings";

/** A failure that crossed the seam: what, where, and what to do about it. */
export class AppError extends Error {
  readonly code: Code;
  readonly hint: string | undefined;
  /** Whether the same request may succeed later. */
  /** The name of what it is about, where something can be done with it. */
  readonly about: string | undefined;
  readonly retryable: boolean;

  constructor(error: ApiError) {
    super(error.message);
    this.name = "AppError";
    this.code = error.code;
    this.hint = error.hint ?? undefined;
    this.about = error.about ?? undefined;
    this.retryable = error.retryable;
  }

  /** Makes one shape of whatever was thrown. */
  static from(thrown: unknown): AppError {
    if (thrown instanceof AppError) return thrown;
    if (isApiError(thrown)) return new AppError(thrown);
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    return new AppError({ code: "internal", message, retryable: false });
  }
}

function isApiError(value: unknown): value is ApiError {
  return typeof value === "object" && value !== null && "code" in value && "message" in value;
}
