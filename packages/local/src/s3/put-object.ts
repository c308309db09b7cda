// PutObject: body to disk while it arrives, then the record that makes it an object.
import { receiveBody } from "./body.ts";
import { checksumHeader } from "./checksums.ts";
import { writePrecondition } from "./conditions.ts";
import { notImplemented, S3Error } from "./errors.ts";
import { amzValue, type Exchange } from "./exchange.ts";
import { objectCreatedEvent } from "./object-created-event.ts";
import { quotedEtag, storedHeaderNames, type StoredHeaders } from "./object-record.ts";
import { headerValue, type S3Request } from "./request.ts";
import { parseTagQuery } from "./tag-rules.ts";

/** S3's bound on the names and values of user metadata together. */
const MAX_METADATA_BYTES = 2048;

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html */
export async function putObject(exchange: Exchange): Promise<void> {
  const { request, response, bucket, authenticated } = exchange;
  const described = {
    key: request.key,
    headers: readStoredHeaders(request),
    metadata: readMetadata(request),
    isEncryptionAsked: readEncryption(request),
    tags: parseTagQuery(amzValue(request, "x-amz-tagging") ?? ""),
  };
  assertStandardStorage(request);
  const precondition = writePrecondition(request.key, request.headers);
  // The commit checks this again, and decides; here it saves writing a body that will be refused.
  precondition(bucket.store.get(request.key));

  await using upload = await bucket.store.beginUpload();
  const body = await receiveBody(request, authenticated, exchange.maxObjectBytes, (bytes) =>
    upload.write(bytes),
  );
  const record = await upload.commit(
    {
      ...described,
      sizeBytes: body.sizeBytes,
      etag: body.md5,
      lastModifiedMs: Math.floor(exchange.nowMs() / 1000) * 1000,
      checksum: body.checksum,
    },
    precondition,
  );

  response.setHeader("etag", quotedEtag(record));
  response.setHeader(checksumHeader(record.checksum.algorithm), record.checksum.value);
  response.setHeader("x-amz-checksum-type", "FULL_OBJECT");
  if (record.isEncryptionAsked) response.setHeader("x-amz-server-side-encryption", "AES256");
  response.writeHead(200).end();
  // A listener that throws has a bug: the error surfaces there, and the upload succeeds.
  queueMicrotask(() => exchange.onEvent(objectCreatedEvent(exchange, record)));
}

function readStoredHeaders(request: S3Request): StoredHeaders {
  const headers: StoredHeaders = { "content-type": "binary/octet-stream" };
  for (const name of storedHeaderNames) {
    const value = headerValue(request, name);
    if (value !== undefined && value !== "") headers[name] = value;
  }
  // aws-chunked describes only the transfer, so it is not stored.
  const encodings = (headers["content-encoding"] ?? "")
    .split(",")
    .map((encoding) => encoding.trim())
    .filter((encoding) => encoding !== "" && encoding !== "aws-chunked");
  delete headers["content-encoding"];
  if (encodings.length > 0) headers["content-encoding"] = encodings.join(",");
  return headers;
}

function readMetadata(request: S3Request): Record<string, string> {
  const prefix = "x-amz-meta-";
  const sent = [...request.query, ...Object.entries(request.headers)];
  const metadata: Record<string, string> = {};
  for (const [name, value] of sent) {
    const lower = name.toLowerCase();
    if (lower.startsWith(prefix)) metadata[lower.slice(prefix.length)] = String(value);
  }
  const sizeBytes = Buffer.byteLength(Object.entries(metadata).flat().join(""));
  if (sizeBytes > MAX_METADATA_BYTES) {
    throw new S3Error(
      "MetadataTooLarge",
      `The metadata is ${sizeBytes} bytes; the limit is ${MAX_METADATA_BYTES}.`,
    );
  }
  return metadata;
}

function readEncryption(request: S3Request): boolean {
  const asked = amzValue(request, "x-amz-server-side-encryption");
  if (asked !== undefined && asked !== "AES256") throw notImplemented(`encryption with ${asked}`);
  return asked !== undefined;
}

function assertStandardStorage(request: S3Request): void {
  const asked = amzValue(request, "x-amz-storage-class") ?? "STANDARD";
  if (asked !== "STANDARD") throw notImplemented(`the storage class ${asked}`);
}
