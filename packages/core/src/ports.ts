// What the rules need from the world. Each runtime fills these in one composition root.
import type { Grant } from "./contract.ts";

/** The time of day, passed in so that rules stay pure and tests own the clock. */
export interface Clock {
  /** Microseconds since 1970-01-01T00:00:00Z, whole. */
  nowMicros(): number;
}

/** One PUT to be allowed: every field ends up inside the signature. */
export interface PutToSign {
  readonly key: string;
  readonly contentType: string;
  readonly sizeBytes: number;
  /** Base64 of the 32 bytes. */
  readonly sha256: string;
  /** Stored with the object as `x-amz-meta-{name}`; names in lower case. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** Signs PUTs for the bucket. */
export interface GrantSigner {
  /** @throws {AppError} SERVICE_UNAVAILABLE – no credentials to sign with */
  signPut(put: PutToSign): Promise<Grant>;
}
