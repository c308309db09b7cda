// Finishes, from its files, a recording whose recorder died: whatever was durable becomes segments.
import type { Gap } from "@tapedeck/core/contract";
import { toAppError } from "@tapedeck/core/errors";
import { joinNearest } from "@tapedeck/core/gaps";
import { RECORDER_LIMITS, PACKET_SAMPLES, SAMPLE_RATE_HZ } from "@tapedeck/core/limits";
import { isFileOf, journalFileName } from "./journal-files.ts";
import type { RecordingRecord, SegmentRecord } from "@tapedeck/core/upload/records";
import { segmentOfJournalFile } from "./journal-segment.ts";
import type { JournalStorage } from "./journal-storage.ts";

export interface RecoveredRecording {
  readonly record: RecordingRecord;
  /** All of the recording, in order. */
  readonly segments: readonly SegmentRecord[];
  /** The records are durable too. If not, because the disk is full, the files still are. */
  readonly isSaved: boolean;
}

/**
 * To be called only by whoever holds the recording's lock: its recorder is gone then.
 *
 * @throws {AppError} STORAGE_FAILED – what there is cannot be read, or not by this version
 */
export async function recoverRecording(
  open: RecordingRecord,
  ports: {
    readonly storage: JournalStorage;
    readonly sha256: (bytes: Uint8Array<ArrayBuffer>) => Promise<string>;
  },
): Promise<RecoveredRecording> {
  const { recordingId, packetsPerSegment, storage: kind } = open;
  const { records } = ports.storage;
  const files = ports.storage.files(kind);
  const remembered = await records.segments(recordingId);
  const isRemembered = new Set(remembered.map(({ sequence }) => sequence));
  const known = new Set([...isRemembered].map((each) => journalFileName(recordingId, each)));
  const found: SegmentRecord[] = [];
  for (const name of await files.list()) {
    if (!isFileOf(name, recordingId) || known.has(name)) continue;
    const file = await files.read(name);
    const segment = file && segmentOfJournalFile(file);
    // Opened ahead of sound that never came. It goes with the others once all is sealed.
    if (!segment) continue;
    const { sequence, sampleCount, bytes } = segment;
    found.push({
      recordingId,
      sequence,
      startSample: sequence * packetsPerSegment * PACKET_SAMPLES,
      sampleCount,
      sizeBytes: bytes.length,
      sha256: await ports.sha256(bytes),
      life: { kind: "journaled" },
    });
  }
  const { segments, gaps, unsure } = closeHoles(
    open,
    withoutPadding([...remembered, ...found].sort((a, b) => a.sequence - b.sequence)),
  );
  const cutOff = segments.length > 0 ? ({ isCutOff: true } as const) : {};
  const record: RecordingRecord = { ...open, gaps, unsure, state: "ended", ...cutOff };
  try {
    // In this order: a recording is never taken for ended while segments of it are unknown.
    await records.putSegments(segments.filter(({ sequence }) => !isRemembered.has(sequence)));
    await records.putRecording(record);
    return { record, segments, isSaved: true };
  } catch (thrown) {
    // A full disk is the one place where uploading first is the way to save anything at all.
    if (toAppError(thrown).code !== "STORAGE_FULL") throw thrown;
    return { record, segments, isSaved: false };
  }
}

/**
 * A segment ends within a packet where the sound ended, and nowhere else. A recorder that died right
 * after that left a file of what the encoder was fed to give the last packets: it holds no sound.
 */
function withoutPadding(segments: readonly SegmentRecord[]): readonly SegmentRecord[] {
  const last = segments.findIndex(({ sampleCount }) => sampleCount % PACKET_SAMPLES !== 0);
  return last < 0 ? segments : segments.slice(0, last + 1);
}

/**
 * A power cut can leave a segment short although the next one has begun: two files reach the disk in
 * any order. Nothing is inserted for what is missing, it becomes a gap; were the samples counted on as
 * if it were there, the server would never seal the recording.
 */
function closeHoles(
  { packetsPerSegment, gaps: noted, unsure }: RecordingRecord,
  segments: readonly SegmentRecord[],
): Pick<RecordingRecord, "gaps" | "unsure"> & { readonly segments: readonly SegmentRecord[] } {
  const segmentSamples = packetsPerSegment * PACKET_SAMPLES;
  const lastSequence = segments.at(-1)?.sequence;
  const holes: { readonly afterSample: number; readonly sampleCount: number }[] = [];
  const gaps: Gap[] = [];
  let startSample = 0;
  const closed = segments.map((segment) => {
    const { sequence, sampleCount } = segment;
    const placed = { ...segment, startSample };
    startSample += sampleCount;
    const missing = segmentSamples - sampleCount;
    if (missing > 0 && sequence !== lastSequence) {
      holes.push({ afterSample: sequence * segmentSamples + sampleCount, sampleCount: missing });
      const durationMs = Math.max(1, Math.round((missing * 1000) / SAMPLE_RATE_HZ));
      gaps.push({ startSample, durationMs, reason: "lost" });
    }
    return placed;
  });
  // What was noted counts the samples that were recorded; where they are gone, it moves forward.
  const moved = (gap: Gap): Gap => {
    const goneSamples = holes
      .map((hole) => Math.min(hole.sampleCount, Math.max(0, gap.startSample - hole.afterSample)))
      .reduce((sum, count) => sum + count, 0);
    return { ...gap, startSample: gap.startSample - goneSamples };
  };
  gaps.push(...noted.map(moved));
  gaps.sort((a, b) => a.startSample - b.startSample);
  return {
    segments: closed,
    gaps: joinNearest(gaps, RECORDER_LIMITS.gapsPerRecording),
    unsure: unsure && { ...unsure, gaps: unsure.gaps.map(moved) },
  };
}
