// The five checksum algorithms of S3, and a client's claims about them in header or trailer.
// A checksum hoisted into the query is not read: S3 ignores it, so trusting it here would let a
// local test pass for a protection that production lacks.
import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import { Crc32c, Crc64Nvme } from "./crc.ts";
import { S3Error } from "./errors.ts";
import { headerValue, type S3Request } from "./request.ts";

interface RunningChecksum {
  update(bytes: Uint8Array): void;
  digest(): Buffer;
}

const algorithms = {
  sha256: { digestBytes: 32, create: () => hash("sha256") },
  sha1: { digestBytes: 20, create: () => hash("sha1") },
  crc32: { digestBytes: 4, create: () => zlibCrc32() },
  crc32c: { digestBytes: 4, create: () => new Crc32c() },
  crc64nvme: { digestBytes: 8, create: () => new Crc64Nvme() },
} satisfies Record<string, { digestBytes: number; create: () => RunningChecksum }>;

export type ChecksumAlgorithm = keyof typeof algorithms;

export interface Checksum {
  readonly algorithm: ChecksumAlgorithm;
  /** Base64 of the digest, big-endian for CRCs. */
  readonly value: string;
}

export const createChecksum = (algorithm: ChecksumAlgorithm): RunningChecksum =>
  algorithms[algorithm].create();

export const checksumHeader = (algorithm: ChecksumAlgorithm): string =>
  `x-amz-checksum-${algorithm}`;

/** The client's claim about the body's checksum, or its promise of one in the trailer. */
export interface ChecksumClaim {
  readonly algorithm: ChecksumAlgorithm;
  /** `undefined` until the trailer arrives. */
  readonly value: string | undefined;
}

/**
 * @returns `undefined` when the client claims nothing.
 * @throws {S3Error} InvalidRequest – two checksums, an impossible value, an unknown algorithm.
 */
export function readChecksumClaim(request: S3Request): ChecksumClaim | undefined {
  const claims: ChecksumClaim[] = [];
  for (const [name, value] of Object.entries(request.headers)) {
    const algorithm = algorithmOf(name);
    if (algorithm !== undefined)
      claims.push({ algorithm, value: assertValue(algorithm, String(value)) });
  }
  const trailer = headerValue(request, "x-amz-trailer");
  if (trailer !== undefined) {
    const algorithm = algorithmOf(trailer.trim().toLowerCase());
    if (algorithm === undefined) {
      throw new S3Error(
        "InvalidRequest",
        "The value specified in the x-amz-trailer header is not supported",
      );
    }
    claims.push({ algorithm, value: undefined });
  }
  if (claims.length > 1) {
    throw new S3Error("InvalidRequest", "Expecting a single x-amz-checksum- header.");
  }
  if (claims.length === 0 && headerValue(request, "x-amz-sdk-checksum-algorithm") !== undefined) {
    throw new S3Error(
      "InvalidRequest",
      "x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were found.",
    );
  }
  return claims[0];
}

/** @throws {S3Error} InvalidRequest – when the value cannot be a digest of that algorithm. */
export function assertValue(algorithm: ChecksumAlgorithm, value: string): string {
  const digest = Buffer.from(value, "base64");
  if (digest.length !== algorithms[algorithm].digestBytes || digest.toString("base64") !== value) {
    throw new S3Error(
      "InvalidRequest",
      `Value for ${checksumHeader(algorithm)} header is invalid.`,
    );
  }
  return value;
}

function algorithmOf(header: string): ChecksumAlgorithm | undefined {
  const name = header.startsWith("x-amz-checksum-") ? header.slice("x-amz-checksum-".length) : "";
  // These two headers tell the form of a checksum and carry none.
  if (name === "" || name === "type" || name === "mode") return undefined;
  if (Object.hasOwn(algorithms, name)) return name as ChecksumAlgorithm;
  throw new S3Error("InvalidRequest", `The checksum algorithm ${name} is not supported.`);
}

function hash(name: "sha1" | "sha256"): RunningChecksum {
  const running = createHash(name);
  return { update: (bytes) => void running.update(bytes), digest: () => running.digest() };
}

function zlibCrc32(): RunningChecksum {
  let value = 0;
  return {
    update: (bytes) => {
      value = crc32(bytes, value);
    },
    digest: () => {
      const out = Buffer.alloc(4);
      out.writeUInt32BE(value);
      return out;
    },
  };
}
