// Makes the rows of the list, for recordings.list and for the answer of recordings.rename.
import type { RecordingSummary } from "../contract.ts";
import {
  parseTimestamp,
  recordingStartedAtMicros,
  type RecordingId,
  type Timestamp,
} from "../ids.ts";
import type { ReadFacts } from "../manifest-metadata.ts";
import { isoTime } from "../manifest.ts";

/** A recording whose manifest is not written. */
export function openSummary(id: RecordingId): RecordingSummary {
  return { id, startedAt: isoTime(recordingStartedAtMicros(id)), state: "open" };
}

/** @param facts - from the recording's manifest, or from the metadata of the manifest */
export function sealedSummary(id: RecordingId, facts: ReadFacts): RecordingSummary {
  return { ...openSummary(id), state: "sealed", ...facts };
}

/** A one-off upload. */
export function uploadSummary(
  id: Timestamp,
  sizeBytes: number,
  title: string | undefined,
): RecordingSummary {
  const startedAt = isoTime(parseTimestamp(id));
  return { id, startedAt, state: "file", sizeBytes, ...(title === undefined ? {} : { title }) };
}
