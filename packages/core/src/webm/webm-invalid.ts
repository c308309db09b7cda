// The one way in which a file is refused: a rule it breaks and the byte where it breaks it.
import { AppError } from "../errors.ts";

/**
 * @param rule - what a file must be and what this one is, without a full stop
 * @param offset - of the offending element, in bytes from the start of the file
 */
export function webmInvalid(rule: string, offset: number): AppError {
  return new AppError("WEBM_INVALID", `${rule}, at byte ${offset}.`, { details: { offset } });
}
