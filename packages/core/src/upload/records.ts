// What a device remembers of recordings and segments, beside the sound: the one truth about uploads. The
// shapes are stored in IndexedDB, and a tab of the release before reads and writes them too: fields are
// added, never renamed.
import type { Gap } from "../contract.ts";
import type { ErrorCode } from "../error-codes.ts";
import type { RecordingId } from "../ids.ts";
import type { UnsureGaps } from "./unsure-gaps.ts";

/** Where the sound is kept, best first. */
export type StorageKind = "opfs" | "indexeddb" | "memory";

export interface RecordingRecord {
  readonly recordingId: RecordingId;
  /** The `sub` of the person who recorded it: nobody else sees, uploads or deletes it. */
  readonly owner: string;
  /** The person's user type when the recording began: where to look while no segment of it says more. */
  readonly userType?: string;
  /** Packets of 20 ms in each segment, the last one excepted. */
  readonly packetsPerSegment: number;
  /** Where its journal files are. */
  readonly storage: StorageKind;
  /**
   * - `open`: its recorder writes this record, or a crash ended that recorder.
   * - `ended`: every segment has its record. From here on the leader writes this record.
   * - `sealed`: the server's manifest names every segment.
   */
  readonly state: "open" | "ended" | "sealed" | Stuck;
  readonly gaps: readonly Gap[];
  /** Those of the gaps that may be none. A reader that does not know the field takes them for sure. */
  readonly unsure?: UnsureGaps | undefined;
  /** A crash or a full disk ended its recorder, and what was durable was saved. */
  readonly isCutOff?: true;
  /** All segments are verified, and the next request for the manifest waits. */
  readonly wait?: Wait | undefined;
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
  readonly life: StoredLife;
  /** Its next step waits. Only for people to see: after a restart everything is tried at once. */
  readonly wait?: Wait | undefined;
  /** The user type under which the server verified it, or granted it last: see usecase/find-place.ts. */
  readonly userType?: string | undefined;
}

/** Tried again by itself at `untilMs` (ms since 1970, device clock) at the latest. */
export interface Wait {
  readonly untilMs: number;
  readonly code: ErrorCode;
}

/** Only a person or another version of the app can free it: a retry would fail the same way. */
export interface Stuck {
  readonly kind: "stuck";
  readonly code: ErrorCode;
}

/** What a restart of the browser may know of a segment. */
export type StoredLife =
  /** Its bytes are on the device. */
  | { readonly kind: "journaled" }
  /** S3 said that it stored the bytes, or that something is stored there. The server has not looked yet. */
  | { readonly kind: "uploaded" }
  /** The server found these very bytes in S3: the copy on the device may go. */
  | { readonly kind: "verified" }
  | (Stuck & { readonly next: "upload" | "verify" });
