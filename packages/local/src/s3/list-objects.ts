// ListObjectsV2: its parameters, its continuation token and its XML around a page of keys.
import { S3Error } from "./errors.ts";
import type { Exchange } from "./exchange.ts";
import { listPage, type Page } from "./listing.ts";
import { quotedEtag, type ObjectRecord } from "./object-record.ts";
import { queryValue } from "./request.ts";
import { encodeUriPath } from "./uri.ts";
import { element, sendXml, textElement } from "./xml.ts";

/** S3 gives at most this many entries, even when the caller asks for more. */
const MAX_PAGE_ENTRIES = 1000;

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html */
export async function listObjects({ request, response, bucket }: Exchange): Promise<void> {
  const parameter = (name: string): string => queryValue(request, name) ?? "";
  if (parameter("list-type") !== "2") {
    throw new S3Error("InvalidArgument", "The list-type must be 2.");
  }
  const token = parameter("continuation-token");
  const startAfter = parameter("start-after");
  const maxEntries = readMaxKeys(parameter("max-keys"));
  const page = listPage(bucket.store.keys(), {
    prefix: parameter("prefix"),
    delimiter: parameter("delimiter"),
    ...(token === "" ? { startAfter, afterPrefix: "" } : readToken(token)),
    maxEntries,
  });

  const isEncoded = readEncodingType(parameter("encoding-type"));
  const keyElement = (name: string, text: string): string =>
    textElement(name, isEncoded ? encodeUriPath(text) : text);
  const isOwnerWanted = parameter("fetch-owner") === "true";
  const entries = page.keys.flatMap((key) => {
    // An object that was deleted while this page was made is not listed.
    const record = bucket.store.get(key);
    if (record === undefined) return [];
    return [element("Contents", keyElement("Key", key), ...describe(record, isOwnerWanted))];
  });
  sendXml(
    response,
    200,
    "ListBucketResult",
    textElement("Name", bucket.name),
    keyElement("Prefix", parameter("prefix")),
    ...(parameter("delimiter") === "" ? [] : [keyElement("Delimiter", parameter("delimiter"))]),
    ...(startAfter === "" ? [] : [keyElement("StartAfter", startAfter)]),
    ...(isEncoded ? [textElement("EncodingType", "url")] : []),
    textElement("MaxKeys", maxEntries),
    textElement("KeyCount", entries.length + page.commonPrefixes.length),
    textElement("IsTruncated", page.next !== undefined),
    ...(token === "" ? [] : [textElement("ContinuationToken", token)]),
    ...(page.next === undefined
      ? []
      : [textElement("NextContinuationToken", writeToken(page.next))]),
    ...entries,
    ...page.commonPrefixes.map((common) => element("CommonPrefixes", keyElement("Prefix", common))),
  );
}

function describe(record: ObjectRecord, isOwnerWanted: boolean): string[] {
  return [
    textElement("LastModified", new Date(record.lastModifiedMs).toISOString()),
    textElement("ETag", quotedEtag(record)),
    textElement("ChecksumAlgorithm", record.checksum.algorithm.toUpperCase()),
    textElement("ChecksumType", "FULL_OBJECT"),
    textElement("Size", record.sizeBytes),
    ...(isOwnerWanted ? [element("Owner", textElement("ID", "local"))] : []),
    textElement("StorageClass", "STANDARD"),
  ];
}

function readMaxKeys(text: string): number {
  if (text === "") return MAX_PAGE_ENTRIES;
  if (!/^\d{1,10}$/.test(text)) {
    throw new S3Error("InvalidArgument", "max-keys must be a whole number, 0 or more.");
  }
  return Math.min(Number(text), MAX_PAGE_ENTRIES);
}

function readEncodingType(text: string): boolean {
  if (text === "" || text === "url") return text === "url";
  throw new S3Error("InvalidArgument", `Invalid Encoding Method specified in Request: ${text}`);
}

type Position = NonNullable<Page["next"]>;

/** `k` or `p` for a key or a common prefix, then its base64url. Opaque to clients. */
function writeToken({ startAfter, afterPrefix }: Position): string {
  const text = afterPrefix === "" ? `k${startAfter}` : `p${afterPrefix}`;
  return Buffer.from(text).toString("base64url");
}

function readToken(token: string): Position {
  const text = Buffer.from(token, "base64url").toString();
  if (text.startsWith("k")) return { startAfter: text.slice(1), afterPrefix: "" };
  if (text.startsWith("p")) return { startAfter: "", afterPrefix: text.slice(1) };
  throw new S3Error("InvalidArgument", "The continuation token provided is incorrect");
}
