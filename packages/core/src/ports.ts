// What the rules need from the world. Each runtime fills these in one composition root.
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
  /** What browsers are told that it is, whatever is stored. */
  readonly contentType: string;
  /** What browsers are told to call the file: see download-name.ts. */
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

/** What the store says about an object. */
export interface StoredObject {
  readonly sizeBytes: number;
  /** Base64 of the 32 bytes, as the store itself computed it; absent on objects stored without one. */
  readonly sha256: string | undefined;
  /** Names in lower case, without `x-amz-meta-`. */
  readonly metadata: Metadata;
  /**
   * Headers that are stored with it and that no grant signs, as `content-encoding`, by name: whoever holds a
   * grant can add them, and players obey them. May be left out where there are none.
   */
  readonly unsignedHeaders?: Readonly<Record<string, string>>;
}

/** A JSON object as it was read. */
export interface StoredJson {
  readonly text: string;
  /** Names what was read: {@link ObjectStore.replaceJson} replaces this and nothing else. */
  readonly version: string;
}

/** What a prefix holds, in the order of keys. */
export interface Listing {
  readonly objects: readonly { readonly key: string; readonly sizeBytes: number }[];
  /** Keys up to the delimiter, each once, for all that hold it behind the prefix. */
  readonly commonPrefixes: readonly string[];
  /** Whether the prefix holds more than was asked for. */
  readonly isTruncated: boolean;
}

/** Stored beside an object; names in lower case, values in ASCII. */
export type Metadata = Readonly<Record<string, string>>;

/** Lifecycle rules choose objects by these. */
export type Tags = Readonly<Record<string, string>>;

/** The bucket. All methods: @throws {AppError} THROTTLED, SERVICE_UNAVAILABLE */
export interface ObjectStore {
  /** `undefined`: there is no such object. */
  head(key: string): Promise<StoredObject | undefined>;
  readJson(key: string): Promise<StoredJson | undefined>;
  /** Stores it unless the key is taken. */
  putJsonIfAbsent(
    key: string,
    json: string,
    metadata: Metadata,
    tags?: Tags,
  ): Promise<"stored" | "taken">;
  /** Stores it if what is there is still that version; nothing there counts as changed. The tags are replaced too. */
  replaceJson(
    key: string,
    json: string,
    metadata: Metadata,
    version: string,
    tags?: Tags,
  ): Promise<"stored" | "changed">;
  /**
   * Everything under the prefix; with a delimiter, what holds it is folded.
   *
   * @param maxEntries - objects and common prefixes together, the first ones: one LIST, so at most 1000.
   *   Default: all of them, in as many LISTs as that takes
   */
  list(prefix: string, delimiter?: string, maxEntries?: number): Promise<Listing>;
  /** Whether there is an object whose key begins so: one LIST of one key. */
  holdsAny(prefix: string): Promise<boolean>;
  /** What is not there counts as deleted. */
  deleteAll(keys: readonly string[]): Promise<void>;
}
