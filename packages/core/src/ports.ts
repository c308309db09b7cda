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

/** What the store says about an object. */
export interface StoredObject {
  readonly sizeBytes: number;
  /** Base64 of the 32 bytes, as the store itself computed it; absent on objects stored without one. */
  readonly sha256: string | undefined;
  /** Names in lower case, without `x-amz-meta-`. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** The bucket. All methods: @throws {AppError} THROTTLED, SERVICE_UNAVAILABLE */
export interface ObjectStore {
  /** `undefined`: there is no such object. */
  head(key: string): Promise<StoredObject | undefined>;
  readText(key: string): Promise<string | undefined>;
  /** Stores it unless the key is taken. */
  putJsonIfAbsent(key: string, json: string): Promise<"stored" | "taken">;
}
