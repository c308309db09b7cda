// What is in a journal file: a run of entries, each with its size and checksum, so that whatever is
// left of a file after a crash gives every packet that was written whole, and never another.
//
//   entry = payload bytes (u32) · CRC-32 of the payload (u32) · payload, numbers little-endian
//   payload = kind (1 byte) · content
import { crc32 } from "@tapedeck/core/crc32";
import { AppError } from "@tapedeck/core/errors";
import { looksLikeRecordingId, type RecordingId } from "@tapedeck/core/ids";

/** A file of format 1 has no peaks: a version that knows no others would make other bytes of this one's. */
const JOURNAL_FORMAT_VERSION = 2;

const KIND = { header: 1, packet: 2, end: 3 } as const;
const PREFIX_BYTES = 8;

/** No entry is larger: an Opus packet of 20 ms has at most 1,275 bytes, and the peaks of 60 s have 2,400. */
const MAX_PAYLOAD_BYTES = 4096;

export interface JournalHeader {
  readonly recordingId: RecordingId;
  readonly sequence: number;
  /** Pre-roll packets that the file opens with. */
  readonly skipPackets: number;
}

export type JournalEntry =
  | ({ readonly kind: "header" } & JournalHeader)
  | { readonly kind: "packet"; readonly bytes: Uint8Array }
  /** The segment is whole, and holds this much sound: the packets may hold more. */
  | ({ readonly kind: "end" } & JournalEnd);

export interface DecodedJournal {
  /** `undefined`: not even the first entry is whole. */
  readonly header: JournalHeader | undefined;
  readonly packets: readonly Uint8Array<ArrayBuffer>[];
  readonly end: JournalEnd | undefined;
}

export interface JournalEnd {
  readonly sampleCount: number;
  /** One for each 100 ms of the sound; unknown in a file of format 1. */
  readonly peaks?: readonly number[] | undefined;
}

export function encodeEntry(entry: JournalEntry): Uint8Array<ArrayBuffer> {
  const content =
    entry.kind === "packet"
      ? entry.bytes
      : encodeJson({ formatVersion: JOURNAL_FORMAT_VERSION, ...entry });
  const encoded = new Uint8Array(PREFIX_BYTES + 1 + content.length);
  const payload = encoded.subarray(PREFIX_BYTES);
  payload[0] = KIND[entry.kind];
  payload.set(content, 1);
  const view = new DataView(encoded.buffer);
  view.setUint32(0, payload.length, true);
  view.setUint32(4, crc32(payload), true);
  return encoded;
}

/**
 * Takes every whole entry up to the first that is not: torn, damaged, or only reserved and still
 * zeros. What follows such an entry is not believed.
 *
 * @throws {AppError} STORAGE_FAILED – a later version wrote it: reading it wrong would lose sound
 */
export function decodeJournal(file: Uint8Array<ArrayBuffer>): DecodedJournal {
  let header: JournalHeader | undefined;
  let end: JournalEnd | undefined;
  const packets: Uint8Array<ArrayBuffer>[] = [];
  for (const payload of payloads(file)) {
    const content = payload.subarray(1);
    if (payload[0] === KIND.packet && header !== undefined) packets.push(content);
    else if (payload[0] === KIND.header && header === undefined) header = readHeader(content);
    else if (payload[0] === KIND.end) end = readEnd(content);
    else break;
    if (header === undefined) break;
  }
  return { header, packets, end };
}

function* payloads(file: Uint8Array<ArrayBuffer>): Generator<Uint8Array<ArrayBuffer>> {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  let offset = 0;
  while (offset + PREFIX_BYTES <= file.length) {
    const payloadBytes = view.getUint32(offset, true);
    const start = offset + PREFIX_BYTES;
    const end = start + payloadBytes;
    if (payloadBytes < 1 || payloadBytes > MAX_PAYLOAD_BYTES || end > file.length) return;
    const payload = file.subarray(start, end);
    if (crc32(payload) !== view.getUint32(offset + 4, true)) return;
    yield payload;
    offset = end;
  }
}

function readHeader(content: Uint8Array): JournalHeader | undefined {
  const { formatVersion, recordingId, sequence, skipPackets } = decodeJson(content);
  const version = Number(formatVersion);
  if (version > JOURNAL_FORMAT_VERSION) {
    throw new AppError(
      "STORAGE_FAILED",
      `This version reads journals up to format ${JOURNAL_FORMAT_VERSION}, got ${version}. Reload the page.`,
    );
  }
  if (typeof recordingId !== "string" || !looksLikeRecordingId(recordingId)) return undefined;
  if (!isCount(sequence) || !isCount(skipPackets)) return undefined;
  return { recordingId, sequence, skipPackets };
}

function readEnd(content: Uint8Array): JournalEnd | undefined {
  const { sampleCount, peaks } = decodeJson(content);
  if (!isCount(sampleCount)) return undefined;
  return { sampleCount, peaks: Array.isArray(peaks) ? peaks : undefined };
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

function encodeJson(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value));
}

function decodeJson(bytes: Uint8Array): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return typeof value === "object" && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
