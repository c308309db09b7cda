// The layout of the bucket: the only place that builds an object key, and the only one that reads it.
import { AppError } from "./errors.ts";
import { isKeyName, type Identity } from "./identity.ts";
import {
  isRecordingId,
  isTimestamp,
  type LibraryId,
  type RecordingId,
  type Timestamp,
} from "./ids.ts";
import { LIMITS } from "./limits.ts";
import { quote } from "./quote.ts";

const SEQUENCE_DIGITS = 6;

/**
 * An object of the library. `upload` is a one-off upload, which is written once; `details` holds its title,
 * which may change. `file` is a recording in one piece: no grant is ever signed for that key, and a delete
 * removes what lies there.
 */
export type LibraryObject =
  | { readonly kind: "upload"; readonly timestamp: Timestamp }
  | { readonly kind: "details"; readonly timestamp: Timestamp }
  | { readonly kind: "segment"; readonly recordingId: RecordingId; readonly sequence: number }
  | { readonly kind: "manifest"; readonly recordingId: RecordingId }
  | { readonly kind: "file"; readonly recordingId: RecordingId };

/** The object that a key names. `usage` says what the person has stored there: usage/usage.ts. */
export type ObjectName = LibraryObject | { readonly kind: "usage" };

const USAGE_FILE = "usage.json";

/** A key taken apart. */
export interface ParsedKey {
  readonly identity: Identity;
  readonly object: ObjectName;
}

/** The prefix that all of a person's objects share, with its final slash. */
export function userPrefix({ userType, provider, sub }: Identity): string {
  for (const name of [userType, provider, sub]) {
    // An identity was checked when it was made; this is the last check before a key exists.
    if (!isKeyName(name)) {
      throw new AppError("IDENTITY_REFUSED", `A key cannot hold the name ${quote(name)}.`);
    }
  }
  return `users/${userType}/${provider}/${sub}/`;
}

/**
 * The key of one object of one person.
 *
 * @throws {AppError} INPUT_INVALID – a sequence out of range, or no true timestamp or recording id
 */
export function objectKey(identity: Identity, object: ObjectName): string {
  return userPrefix(identity) + fileName(object);
}

function fileName(object: ObjectName): string {
  switch (object.kind) {
    case "upload":
      return `${checked(object.timestamp, isTimestamp)}.webm`;
    case "details":
      return `${checked(object.timestamp, isTimestamp)}.json`;
    case "segment":
      return `${checked(object.recordingId, isRecordingId)}_${sequenceDigits(object.sequence)}.webm`;
    case "manifest":
      return `${checked(object.recordingId, isRecordingId)}.json`;
    case "file":
      return `${checked(object.recordingId, isRecordingId)}.webm`;
    case "usage":
      return USAGE_FILE;
  }
}

/** A cast can give any text a brand, so the text is checked again before it becomes part of a key. */
function checked(name: string, isRight: (name: string) => boolean): string {
  if (isRight(name)) return name;
  throw new AppError("INPUT_INVALID", `A key cannot hold the timestamp or id ${quote(name)}.`);
}

/** Six digits, so that keys sort by it. @throws {AppError} INPUT_INVALID – out of range */
export function sequenceDigits(sequence: number): string {
  if (!Number.isInteger(sequence) || sequence < 0 || sequence > LIMITS.sequence) {
    throw new AppError(
      "INPUT_INVALID",
      `A sequence must be a whole number from 0 to ${LIMITS.sequence}, got ${sequence}.`,
    );
  }
  return String(sequence).padStart(SEQUENCE_DIGITS, "0");
}

/** The beginning of every key of one recording, or of one upload, and of no other key. */
export function recordingPrefix(identity: Identity, id: LibraryId): string {
  // Ids of recordings begin with a timestamp too.
  if (isTimestamp(id)) return `${userPrefix(identity)}${id}.`;
  return userPrefix(identity) + checked(id, isRecordingId);
}

/** The object that describes an entry of the library: a recording's manifest, or an upload's details. */
export function describedIn(id: LibraryId): LibraryObject {
  return isTimestamp(id)
    ? { kind: "details", timestamp: id }
    : { kind: "manifest", recordingId: id };
}

/** The recording or upload that the object is a part of. */
export function libraryIdOf(object: LibraryObject): LibraryId {
  return "timestamp" in object ? object.timestamp : object.recordingId;
}

/**
 * The inverse of {@link objectKey}: `objectKey(parsed.identity, parsed.object) === key`, always.
 *
 * @throws {AppError} KEY_INVALID – anything that `objectKey` could not have made
 */
export function parseObjectKey(key: string): ParsedKey {
  const [root, userType, provider, sub, name, ...rest] = key.split("/");
  if (
    root === "users" &&
    isKeyName(userType) &&
    isKeyName(provider) &&
    isKeyName(sub) &&
    name !== undefined &&
    rest.length === 0
  ) {
    const object = name === USAGE_FILE ? ({ kind: "usage" } as const) : parseFileName(name);
    if (object) return { identity: { userType, provider, sub }, object };
  }
  throw new AppError(
    "KEY_INVALID",
    `A key must be users/{type}/{provider}/{sub}/{name} as the layout says, got ${quote(key)}.`,
  );
}

/**
 * @param name - the key without the person's prefix
 * @returns `undefined` for a name that is not one of the library's
 */
export function parseFileName(name: string): LibraryObject | undefined {
  const [, stem = "", sequence, extension] =
    /^([^_.]+)(?:_(\d{6}))?\.(webm|json)$/.exec(name) ?? [];
  if (isRecordingId(stem)) {
    if (sequence !== undefined) {
      if (extension !== "webm") return undefined;
      return { kind: "segment", recordingId: stem, sequence: Number(sequence) };
    }
    return { kind: extension === "json" ? "manifest" : "file", recordingId: stem };
  }
  if (sequence === undefined && isTimestamp(stem)) {
    return { kind: extension === "webm" ? "upload" : "details", timestamp: stem };
  }
  return undefined;
}
