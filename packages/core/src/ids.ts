// Timestamps and recording ids: the strings that make keys sort by time. Keys: object-key.ts.
import { AppError } from "./errors.ts";
import { quote } from "./quote.ts";

/** UTC `YYYY-MM-DD-HH-MM-SS-μμμμμμ`: fixed width, so text order is time order. */
export type Timestamp = string & { readonly "~brand": "Timestamp" };

/** `{timestamp}-{6 characters of Crockford base32}`, made by the client when recording starts. */
export type RecordingId = string & { readonly "~brand": "RecordingId" };

/** The name of an entry of the library: a recording's id, or the time at which a one-off upload arrived. */
export type LibraryId = RecordingId | Timestamp;

/** @see https://www.crockford.com/base32.html: no I, L, O, U, so ids survive being read aloud. */
const CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const SUFFIX_LENGTH = 6;
const TIMESTAMP = /^(\d{4})-(\d{2})-(\d{2})-(\d{2})-(\d{2})-(\d{2})-(\d{6})$/;
const RECORDING_ID = /^(\d{4}(?:-\d{2}){5}-\d{6})-([0-9A-HJKMNP-TV-Z]{6})$/;

/** Last microsecond that a number counts exactly: 2255-06-05T23:47:34.740991Z. */
export const MAX_EPOCH_MICROS = Number.MAX_SAFE_INTEGER;

/**
 * @param epochMicros - microseconds since 1970-01-01T00:00:00Z, whole, up to {@link MAX_EPOCH_MICROS}
 * @throws {AppError} INPUT_INVALID – outside that range
 */
export function formatTimestamp(epochMicros: number): Timestamp {
  if (!isEpochMicros(epochMicros)) {
    throw new AppError(
      "INPUT_INVALID",
      `A timestamp needs whole microseconds from 0 to ${MAX_EPOCH_MICROS}, got ${epochMicros}.`,
    );
  }
  const iso = new Date(Math.floor(epochMicros / 1000)).toISOString();
  const micros = String(epochMicros % 1_000_000).padStart(6, "0");
  return `${iso.slice(0, 19).replace(/[T:]/g, "-")}-${micros}` as Timestamp;
}

/**
 * @returns microseconds since 1970-01-01T00:00:00Z
 * @throws {AppError} INPUT_INVALID – not the form above, no such day or time, or out of range
 */
export function parseTimestamp(text: string): number {
  const epochMicros = epochMicrosOf(text);
  if (epochMicros !== undefined) return epochMicros;
  throw new AppError(
    "INPUT_INVALID",
    `A timestamp must be a UTC time written YYYY-MM-DD-HH-MM-SS-μμμμμμ, got ${quote(text)}.`,
  );
}

function epochMicrosOf(text: string): number | undefined {
  const fields = TIMESTAMP.exec(text)?.slice(1).map(Number);
  if (fields === undefined) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, micros = 0] = fields;
  const epochMicros = Date.UTC(year, month - 1, day, hour, minute, second) * 1000 + micros;
  // Date.UTC rolls 31 February over to March: only a date that survives the round trip is real.
  const isReal = isEpochMicros(epochMicros) && formatTimestamp(epochMicros) === text;
  return isReal ? epochMicros : undefined;
}

function isEpochMicros(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

/** Whether the text is a well-formed timestamp of a real instant. */
export function isTimestamp(text: string): text is Timestamp {
  return epochMicrosOf(text) !== undefined;
}

/**
 * A new id. Collisions need the same microsecond, the same user and one chance in 2^30; even then
 * `if-none-match: *` refuses the second upload instead of overwriting the first.
 *
 * @param entropy - at least 6 random bytes
 */
export function makeRecordingId(startedAtMicros: number, entropy: Uint8Array): RecordingId {
  if (entropy.length < SUFFIX_LENGTH) {
    throw new RangeError(`makeRecordingId needs ${SUFFIX_LENGTH} bytes, got ${entropy.length}`);
  }
  const suffix = Array.from(entropy.subarray(0, SUFFIX_LENGTH), (byte) => CROCKFORD[byte & 31]);
  return `${formatTimestamp(startedAtMicros)}-${suffix.join("")}` as RecordingId;
}

/** Whether the text is a well-formed recording id of a real instant. */
export function isRecordingId(text: string): text is RecordingId {
  const timestamp = RECORDING_ID.exec(text)?.[1];
  return timestamp !== undefined && isTimestamp(timestamp);
}

/** Whether the text has the form of a recording id: enough for what this product has written itself. */
export function looksLikeRecordingId(text: string): text is RecordingId {
  return RECORDING_ID.test(text);
}

/** When the recording started by its device's clock, in microseconds since 1970. */
export function recordingStartedAtMicros(id: RecordingId): number {
  return parseTimestamp(id.slice(0, -(SUFFIX_LENGTH + 1)));
}
