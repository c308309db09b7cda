// The one error class of this product; its codes are in error-catalogue.ts.
import type { ErrorCode } from "./error-codes.ts";

/** Facts beside the message. They may be shown and logged: never put a token, a URL or a path in. */
export type ErrorDetails = Readonly<Record<string, string | number | boolean>>;

/** The only error this product throws on purpose. Anything else is a bug. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  /**
   * @param code - the catalogue entry
   * @param message - one sentence that names the rule and the offending value
   */
  constructor(
    code: ErrorCode,
    message: string,
    options: { details?: ErrorDetails; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "AppError";
    this.code = code;
    this.details = options.details ?? {};
  }
}

/** @returns an `AppError` as it is; any other thrown value as the cause of an `INTERNAL` */
export function toAppError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new AppError("INTERNAL", message, { cause: thrown });
}
