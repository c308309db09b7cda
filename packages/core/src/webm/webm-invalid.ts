// Makes the error that refuses a file: the rule that it breaks, and the byte where it breaks it.
import { AppError } from "../errors.ts";

/**
 * @param rule - a sentence with the rule and the value that breaks it, without a full stop
 * @param offset - of the offending element, in bytes from the start of the file
 */
export function webmInvalid(rule: string, offset: number): AppError {
  return new AppError("WEBM_INVALID", `${rule}, at byte ${offset}.`, { details: { offset } });
}
