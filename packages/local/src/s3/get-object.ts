// GetObject and HeadObject: conditions, ranges, overridden headers, and the bytes as a stream.
import { pipeline } from "node:stream/promises";
import { parseRange } from "./byte-range.ts";
import { checksumHeader } from "./checksums.ts";
import { isNotModified, isRangeWanted, noSuchKey } from "./conditions.ts";
import { S3Error } from "./errors.ts";
import { amzValue, type Exchange } from "./exchange.ts";
import { quotedEtag, storedHeaderNames, type ObjectRecord } from "./object-record.ts";
import { queryValue, type S3Request } from "./request.ts";

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html */
export async function getObject({ request, response, bucket }: Exchange): Promise<void> {
  const opened = await bucket.store.openBytes(request.key);
  if (opened === undefined) throw noSuchKey(request.key);
  await using handle = opened.handle;
  const { record } = opened;

  const headers = describe(record);
  if (isNotModified(request.headers, record)) {
    response.writeHead(304, headers).end();
    return;
  }
  const range = isRangeWanted(request.headers, record)
    ? parseRange(request.headers.range, record.sizeBytes)
    : undefined;
  Object.assign(headers, overrides(request));
  // A checksum of the whole would contradict a part, and SDKs check what they are given.
  if (
    range === undefined &&
    amzValue(request, "x-amz-checksum-mode")?.toUpperCase() === "ENABLED"
  ) {
    headers[checksumHeader(record.checksum.algorithm)] = record.checksum.value;
    headers["x-amz-checksum-type"] = "FULL_OBJECT";
  }
  const { first, last } = range ?? { first: 0, last: record.sizeBytes - 1 };
  headers["content-length"] = String(last - first + 1);
  if (range !== undefined) headers["content-range"] = `bytes ${first}-${last}/${record.sizeBytes}`;
  response.writeHead(range === undefined ? 200 : 206, headers);

  if (request.method === "HEAD" || record.sizeBytes === 0) {
    response.end();
    return;
  }
  const bytes = handle.createReadStream({ start: first, end: last, autoClose: false });
  await pipeline(bytes, response);
}

function describe(record: ObjectRecord): Record<string, string> {
  const headers: Record<string, string> = {
    "accept-ranges": "bytes",
    etag: quotedEtag(record),
    "last-modified": new Date(record.lastModifiedMs).toUTCString(),
    ...record.headers,
  };
  for (const [name, value] of Object.entries(record.metadata)) {
    headers[`x-amz-meta-${name}`] = printable(value);
  }
  if (record.isEncryptionAsked) headers["x-amz-server-side-encryption"] = "AES256";
  if (record.tags.length > 0) headers["x-amz-tagging-count"] = String(record.tags.length);
  return headers;
}

/** Metadata beyond ASCII is given back in RFC 2047's words, as S3 does. */
function printable(value: string): string {
  if (/^[\u0020-\u007e]*$/.test(value)) return value;
  return `=?UTF-8?B?${Buffer.from(value).toString("base64")}?=`;
}

function overrides(request: S3Request): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const name of storedHeaderNames) {
    const value = queryValue(request, `response-${name}`);
    if (value === undefined) continue;
    if (/\p{Cc}/u.test(value)) {
      throw new S3Error("InvalidArgument", `response-${name} holds a control character.`);
    }
    // Node writes a header string as latin1: this makes the bytes on the wire UTF-8.
    headers[name] = Buffer.from(value, "utf8").toString("latin1");
  }
  return headers;
}
