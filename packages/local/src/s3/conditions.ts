// Conditional requests: If-Match and its kin, for writes and for reads.
import type { IncomingHttpHeaders } from "node:http";
import { notImplemented, S3Error } from "./errors.ts";
import type { ObjectRecord } from "./object-record.ts";
import type { Precondition } from "./object-store.ts";

const failed = (condition: string): S3Error =>
  new S3Error(
    "PreconditionFailed",
    `At least one of the pre-conditions you specified did not hold: ${condition}`,
  );

/**
 * The precondition of a PUT or DELETE, to be held against the object at the moment of commit.
 *
 * @throws {S3Error} NotImplemented – for what S3 itself refuses: If-None-Match other than `*`, both.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
 */
export function writePrecondition(key: string, headers: IncomingHttpHeaders): Precondition {
  const ifMatch = headers["if-match"];
  const ifNoneMatch = headers["if-none-match"];
  if (ifNoneMatch !== undefined && (ifNoneMatch !== "*" || ifMatch !== undefined)) {
    throw notImplemented("If-None-Match with anything but *, or together with If-Match");
  }
  return (current) => {
    if (ifNoneMatch !== undefined && current !== undefined) throw failed("If-None-Match");
    if (ifMatch === undefined) return;
    if (current === undefined) throw noSuchKey(key);
    if (!listsEtag(ifMatch, current)) throw failed("If-Match");
  };
}

/**
 * @returns whether the client's copy is still good (304).
 * @throws {S3Error} PreconditionFailed
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-13.2.2
 */
export function isNotModified(headers: IncomingHttpHeaders, record: ObjectRecord): boolean {
  const ifMatch = headers["if-match"];
  if (ifMatch !== undefined) {
    if (!listsEtag(ifMatch, record)) throw failed("If-Match");
  } else if (dateMs(headers["if-unmodified-since"]) < record.lastModifiedMs) {
    throw failed("If-Unmodified-Since");
  }
  const ifNoneMatch = headers["if-none-match"];
  if (ifNoneMatch !== undefined) return listsEtag(ifNoneMatch, record);
  return dateMs(headers["if-modified-since"]) >= record.lastModifiedMs;
}

/** Whether a Range applies: If-Range names the version the client has the rest of. */
export function isRangeWanted(headers: IncomingHttpHeaders, record: ObjectRecord): boolean {
  const ifRange = headers["if-range"];
  if (typeof ifRange !== "string") return true;
  return listsEtag(ifRange, record) || dateMs(ifRange) === record.lastModifiedMs;
}

export const noSuchKey = (key: string): S3Error =>
  new S3Error("NoSuchKey", `The specified key does not exist: ${key}`);

function listsEtag(header: string, record: ObjectRecord): boolean {
  return header
    .split(",")
    .map((item) => item.trim().replace(/^W\//, "").replaceAll('"', ""))
    .some((item) => item === "*" || item === record.etag);
}

/** NaN for an absent or unreadable date, so that every comparison fails and it is ignored. */
const dateMs = (header: string | undefined): number => Date.parse(header ?? "");
