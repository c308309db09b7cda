// What the device remembers about recordings and their segments, beside the sound itself. The sound
// is in journal files; everything here can be rebuilt from them and from what the server has.
import type { Gap } from "@tapedeck/core/contract";
import type { RecordingId } from "@tapedeck/core/ids";
import type { DurableLife, Stuck } from "@tapedeck/core/segment-life";
import type { UnsureGaps } from "../unsure-gaps.ts";
import type { StorageKind } from "./journal-files.ts";

export interface RecordingRecord {
  readonly recordingId: RecordingId;
  /** Who recorded it: only that person sees it, uploads it or deletes it. */
  readonly owner: string;
  /** Theirs when it began: where to look for it, while no segment of it says more. */
  readonly userType?: string;
  /** Packets of 20 ms in each segment, the last one excepted. */
  readonly packetsPerSegment: number;
  /** Where its journal files are. */
  readonly storage: StorageKind;
  /**
   * - `open`: being recorded, or left behind by a tab that died. Its recorder writes this record.
   * - `ended`: every segment has its record. From here on the uploader writes this record.
   * - `sealed`: the server's manifest names every segment.
   */
  readonly state: "open" | "ended" | "sealed" | Stuck;
  readonly gaps: readonly Gap[];
  /** Gaps of these that may be none. Whoever does not know the field takes them for sure. */
  readonly unsure?: UnsureGaps | undefined;
}

export interface SegmentRecord {
  readonly recordingId: RecordingId;
  readonly sequence: number;
  /** In samples at 48 kHz from the start of the recording. */
  readonly startSample: number;
  readonly sampleCount: number;
  readonly sizeBytes: number;
  /** Base64 of the 32 bytes. */
  readonly sha256: string;
  readonly life: DurableLife;
  /** The user type under which the server has verified it, or granted it last: see core's find-place.ts. */
  readonly userType?: string | undefined;
}

/** Durable once the promise resolves. All methods: @throws {AppError} STORAGE_FULL, STORAGE_FAILED */
export interface JournalRecords {
  putRecording(record: RecordingRecord): Promise<void>;
  /** Oldest first. */
  recordings(owner: string): Promise<readonly RecordingRecord[]>;
  putSegments(records: readonly SegmentRecord[]): Promise<void>;
  /** In order of sequence. */
  segments(recordingId: RecordingId): Promise<readonly SegmentRecord[]>;
  /** The recording's record and those of its segments; journal files are not touched. */
  removeRecording(recordingId: RecordingId): Promise<void>;
}
