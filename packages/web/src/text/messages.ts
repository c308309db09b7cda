// What the page says of an error.
import type { ErrorCode } from "@tapedeck/core/error-codes";
import { errorWords } from "#words/errors";
import type { Message } from "./message.ts";

export function messageFor(code: ErrorCode): Message {
  return errorWords[code];
}
