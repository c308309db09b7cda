// The arithmetic of Signature Version 4: canonical request, key, signature. authenticate.ts decides which
// requests must be signed, by which key and how recently.
import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { QueryPair } from "./request.ts";
import { encodeUri, encodeUriPath } from "./uri.ts";

export const ALGORITHM = "AWS4-HMAC-SHA256";

export interface CanonicalParts {
  readonly method: string;
  /** Decoded path. S3 encodes it once and, unlike other services, never normalises it. */
  readonly path: string;
  /** Decoded, without `X-Amz-Signature`. */
  readonly query: readonly QueryPair[];
  /** Lower-case names and their values, in the order of `SignedHeaders`. */
  readonly signedHeaders: readonly (readonly [name: string, value: string])[];
  /** Hex SHA-256 of the body, or one of S3's literal markers. */
  readonly payloadHash: string;
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html */
export function canonicalRequest(parts: CanonicalParts): string {
  const query = parts.query
    .map(([name, value]) => `${encodeUri(name)}=${encodeUri(value)}`)
    .map((pair) => pair.split("=") as [string, string])
    .sort(([a, x], [b, y]) => order(a, b) || order(x, y))
    .map((pair) => pair.join("="))
    .join("&");
  return [
    parts.method,
    encodeUriPath(parts.path),
    query,
    ...parts.signedHeaders.map(([name, value]) => `${name}:${value.trim().replace(/ +/g, " ")}`),
    "",
    parts.signedHeaders.map(([name]) => name).join(";"),
    parts.payloadHash,
  ].join("\n");
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

export interface CredentialScope {
  readonly accessKeyId: string;
  /** `YYYYMMDD` */
  readonly day: string;
  readonly region: string;
  readonly service: string;
  readonly terminator: string;
}

/** Reads `KEY/20130524/us-east-1/s3/aws4_request`; `undefined` when it is not five fields. */
export function parseCredential(credential: string): CredentialScope | undefined {
  const fields = credential.split("/");
  const [accessKeyId, day, region, service, terminator] = fields;
  if (fields.length !== 5 || !accessKeyId || !day || !region || !service || !terminator) {
    return undefined;
  }
  return { accessKeyId, day, region, service, terminator };
}

/** The parts of a signature: the day's key, and the lines that bind it to time and scope. */
export interface SigningContext {
  readonly key: Buffer;
  /** `YYYYMMDDTHHMMSSZ` */
  readonly timestamp: string;
  readonly scope: string;
}

export function signingContext(
  secretAccessKey: string,
  timestamp: string,
  { day, region, service, terminator }: CredentialScope,
): SigningContext {
  const steps = [day, region, service, terminator];
  const key = steps.reduce<Buffer>(
    (previous, step) => hmac(previous, step),
    Buffer.from(`AWS4${secretAccessKey}`),
  );
  return { key, timestamp, scope: steps.join("/") };
}

/** The hex signature of one canonical text. */
export function sign(context: SigningContext, canonical: string): string {
  return signLines(context, ALGORITHM, sha256Hex(canonical));
}

/** The hex signature of any text in SigV4's envelope; aws-chunked bodies use other first lines. */
export function signLines(context: SigningContext, kind: string, ...lines: string[]): string {
  const text = [kind, context.timestamp, context.scope, ...lines].join("\n");
  return hmac(context.key, text).toString("hex");
}

/** Compares hex signatures in a time that does not depend on the place of the first difference. */
export function sameSignature(given: string, expected: string): boolean {
  const a = Buffer.from(given);
  const b = Buffer.from(expected);
  return a.length === b.length && timingSafeEqual(a, b);
}

export function sha256Hex(data: string | Buffer): string {
  return createHash("sha256").update(data).digest("hex");
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}
