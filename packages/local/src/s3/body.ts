// Receives a request body: limits its size, decodes it, and checks it against the client's claims. The caller
// gets the bytes as they arrive, and must not use them before this returns.
import { createHash } from "node:crypto";
import { decodeAwsChunked } from "./aws-chunked.ts";
import type { Authenticated } from "./authenticate.ts";
import {
  assertValue,
  checksumHeader,
  createChecksum,
  readChecksumClaim,
  type Checksum,
} from "./checksums.ts";
import { S3Error } from "./errors.ts";
import { headerValue, type S3Request } from "./request.ts";

export interface ReceivedBody {
  readonly sizeBytes: number;
  /** Hex: it is the ETag of a single PUT. */
  readonly md5: string;
  /** The client's algorithm, else CRC64NVME, as S3 computes since December 2024. */
  readonly checksum: Checksum;
  /** Whether the client sent the checksum, in a header or a trailer. */
  readonly isChecksumClaimed: boolean;
}

export type ByteSink = (bytes: Buffer) => Promise<void>;

/**
 * @throws {S3Error} MissingContentLength, EntityTooLarge, IncompleteBody, BadDigest, InvalidDigest,
 * XAmzContentSHA256Mismatch, and what the checksum and aws-chunked readers throw.
 */
export async function receiveBody(
  request: S3Request,
  authenticated: Authenticated,
  maxBytes: number,
  take: ByteSink,
): Promise<ReceivedBody> {
  const declaredBytes = declaredLength(request, authenticated.payloadHash, maxBytes);
  const claim = readChecksumClaim(request);
  const expectedMd5 = readContentMd5(request);
  const algorithm = claim?.algorithm ?? "crc64nvme";
  let claimedValue = claim?.value;
  const checksum = createChecksum(algorithm);
  const md5 = createHash("md5");
  const sha256 = createHash("sha256");
  const isHashSigned = /^[0-9a-f]{64}$/.test(authenticated.payloadHash);
  let sizeBytes = 0;

  const source = openBody(request, authenticated, (name, value) => {
    if (name === checksumHeader(algorithm)) claimedValue = assertValue(algorithm, value);
  });
  for await (const bytes of source) {
    sizeBytes += bytes.length;
    if (sizeBytes > declaredBytes) throw wrongLength(declaredBytes, "more");
    md5.update(bytes);
    if (isHashSigned) sha256.update(bytes);
    checksum.update(bytes);
    await take(bytes);
  }

  if (sizeBytes < declaredBytes) throw wrongLength(declaredBytes, "fewer");
  if (isHashSigned && sha256.digest("hex") !== authenticated.payloadHash) {
    throw new S3Error(
      "XAmzContentSHA256Mismatch",
      "The provided 'x-amz-content-sha256' header does not match what was computed.",
    );
  }
  const digest = md5.digest();
  if (expectedMd5 !== undefined && !digest.equals(expectedMd5)) {
    throw new S3Error("BadDigest", "The Content-MD5 you specified did not match what we received.");
  }
  const value = checksum.digest().toString("base64");
  if (claim !== undefined && claimedValue !== value) {
    throw new S3Error(
      "BadDigest",
      `The ${algorithm.toUpperCase()} you specified did not match the calculated checksum.`,
    );
  }
  return {
    sizeBytes,
    md5: digest.toString("hex"),
    checksum: { algorithm, value },
    isChecksumClaimed: claim !== undefined || expectedMd5 !== undefined,
  };
}

/** The whole of a small body, for S3's XML documents. */
export async function receiveText(
  request: S3Request,
  authenticated: Authenticated,
  maxBytes: number,
): Promise<{ readonly text: string; readonly body: ReceivedBody }> {
  const pieces: Buffer[] = [];
  const body = await receiveBody(request, authenticated, maxBytes, async (bytes) => {
    pieces.push(bytes);
  });
  return { text: Buffer.concat(pieces).toString("utf8"), body };
}

function declaredLength(request: S3Request, payloadHash: string, maxBytes: number): number {
  const name = payloadHash.startsWith("STREAMING-")
    ? "x-amz-decoded-content-length"
    : "content-length";
  const text = headerValue(request, name);
  if (text === undefined || !/^\d{1,15}$/.test(text)) {
    throw new S3Error("MissingContentLength", `You must provide the ${name} HTTP header.`);
  }
  const sizeBytes = Number(text);
  if (sizeBytes > maxBytes) {
    throw new S3Error(
      "EntityTooLarge",
      `The body is ${sizeBytes} bytes; the limit is ${maxBytes} bytes.`,
    );
  }
  return sizeBytes;
}

function readContentMd5(request: S3Request): Buffer | undefined {
  const text = headerValue(request, "content-md5");
  if (text === undefined) return undefined;
  const digest = Buffer.from(text, "base64");
  if (digest.length !== 16) {
    throw new S3Error("InvalidDigest", "The Content-MD5 you specified is not valid.");
  }
  return digest;
}

function openBody(
  request: S3Request,
  authenticated: Authenticated,
  onTrailer: (name: string, value: string) => void,
): AsyncIterable<Buffer> {
  const raw: AsyncIterable<Buffer> = request.body;
  switch (authenticated.payloadHash) {
    case "STREAMING-UNSIGNED-PAYLOAD-TRAILER":
      return decodeAwsChunked(raw, { onTrailer });
    case "STREAMING-AWS4-HMAC-SHA256-PAYLOAD":
    case "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER":
      return decodeAwsChunked(raw, { signedFrom: authenticated, onTrailer });
    case "UNSIGNED-PAYLOAD":
      return raw;
    default:
      if (/^[0-9a-f]{64}$/.test(authenticated.payloadHash)) return raw;
      throw new S3Error(
        "InvalidArgument",
        "x-amz-content-sha256 must be UNSIGNED-PAYLOAD, a STREAMING-… marker or a hex SHA-256.",
      );
  }
}

const wrongLength = (declaredBytes: number, which: "more" | "fewer"): S3Error =>
  new S3Error(
    "IncompleteBody",
    `The body has ${which} bytes than the ${declaredBytes} it was declared with.`,
  );
