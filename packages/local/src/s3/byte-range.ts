// The Range header, for the one form S3 honours: a single range of bytes.
import { S3Error } from "./errors.ts";

/** Both ends inclusive, within the object. */
export interface ByteRange {
  readonly first: number;
  readonly last: number;
}

/**
 * @returns `undefined` when the whole object is to be sent: no header, or one that S3 ignores.
 * @throws {S3Error} InvalidRange – when no byte of the object is in the range.
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-14.1.2
 */
export function parseRange(header: string | undefined, sizeBytes: number): ByteRange | undefined {
  const [, from, to] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? "") ?? [];
  if (from === undefined || to === undefined || (from === "" && to === "")) return undefined;
  const range =
    from === ""
      ? { first: Math.max(0, sizeBytes - Number(to)), last: sizeBytes - 1 }
      : {
          first: Number(from),
          last: to === "" ? sizeBytes - 1 : Math.min(Number(to), sizeBytes - 1),
        };
  // `bytes=5-2` is not a valid range, and S3 ignores an invalid header.
  if (from !== "" && to !== "" && Number(to) < Number(from)) return undefined;
  if (range.first > range.last) {
    throw new S3Error(
      "InvalidRange",
      `The range ${header} is not satisfiable: the object has ${sizeBytes} bytes.`,
    );
  }
  return range;
}
