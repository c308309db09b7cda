// The interfaces through which the rules reach the outside world. Each runtime implements them, and passes
// them in from one composition root.
import type { Grant } from "./contract.ts";

/** The time of day, passed in so that rules stay pure and tests own the clock. */
export interface Clock {
  /** Microseconds since 1970-01-01T00:00:00Z, whole. */
  nowMicros(): number;
}

/** Calls back once, after the delay. @returns the way to cancel */
export type Timer = (delayMs: number, callback: () => void) => () => void;

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

/** One GET to be allowed. */
export interface GetToSign {
  readonly key: string;
  /** The type that the answer declares; it overrides the stored one. */
  readonly contentType: string;
  /** The name under which a browser saves the file: see download-name.ts. */
  readonly contentDisposition: string;
}

/** A presigned GET: a secret until it expires. */
export interface ReadUrl {
  readonly url: string;
  /** ISO 8601, UTC. */
  readonly expiresAt: string;
}

/** Signs GETs for the bucket. */
export interface ReadUrlSigner {
  /** @throws {AppError} SERVICE_UNAVAILABLE – no credentials to sign with */
  signGet(get: GetToSign): Promise<ReadUrl>;
}

/** The facts that the store gives about an object. */
export interface StoredObject {
  readonly sizeBytes: number;
  /** Base64 of the 32 bytes, as the store itself computed it; absent on objects stored without one. */
  readonly sha256: string | undefined;
  /** Names in lower case, without `x-amz-meta-`. */
  readonly metadata: Metadata;
  /**
   * Stored headers that no grant signs, by name, for example `content-encoding`: the holder of a grant can
   * add them, and players obey them. May be absent when there are none.
   */
  readonly unsignedHeaders?: Readonly<Record<string, string>>;
}

/** The text of a JSON object, and the version that was read. */
export interface StoredJson {
  readonly text: string;
  /** The version that was read: {@link ObjectStore.replaceJson} replaces this one and no other. */
  readonly version: string;
}

/** The content of a prefix, in the order of keys. */
export interface Listing {
  readonly objects: readonly { readonly key: string; readonly sizeBytes: number }[];
  /** For keys that have the delimiter behind the prefix: their beginning up to it, each once. */
  readonly commonPrefixes: readonly string[];
  /** Whether the prefix holds more entries than the caller asked for. */
  readonly isTruncated: boolean;
}

/** Stored beside an object; names in lower case, values in ASCII. */
export type Metadata = Readonly<Record<string, string>>;

/** Tags of an object: lifecycle rules choose objects by them. */
export type Tags = Readonly<Record<string, string>>;

/** The bucket. All methods: @throws {AppError} THROTTLED, SERVICE_UNAVAILABLE */
export interface ObjectStore {
  /** @returns `undefined` when there is no such object */
  head(key: string): Promise<StoredObject | undefined>;
  readJson(key: string): Promise<StoredJson | undefined>;
  /** Stores the object unless the key is taken. */
  putJsonIfAbsent(
    key: string,
    json: string,
    metadata: Metadata,
    tags?: Tags,
  ): Promise<"stored" | "taken">;
  /** Replaces the object, tags included, if it still has that version; a deleted object counts as changed. */
  replaceJson(
    key: string,
    json: string,
    metadata: Metadata,
    version: string,
    tags?: Tags,
  ): Promise<"stored" | "changed">;
  /**
   * Everything under the prefix; with a delimiter, keys that hold it are folded into common prefixes.
   *
   * @param maxEntries - objects and common prefixes together, the first ones: one LIST, so at most 1000.
   *   Default: all of them, in as many LISTs as that takes
   */
  list(prefix: string, delimiter?: string, maxEntries?: number): Promise<Listing>;
  /** Whether there is an object whose key begins with the prefix: one LIST of one key. */
  holdsAny(prefix: string): Promise<boolean>;
  /** Deletes the objects; a key without an object counts as deleted. */
  deleteAll(keys: readonly string[]): Promise<void>;
}
