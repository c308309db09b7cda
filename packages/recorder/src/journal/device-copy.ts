// What the device holds of a recording, as files that play anywhere: for a person who wants it now,
// offline, whatever the bucket has.
import type { RecordingId } from "@tapedeck/core/ids";
import { follows, joinSegments } from "@tapedeck/core/webm/join";
import { isFileOf, type JournalFiles } from "./journal-files.ts";
import { segmentOfJournalFile, type JournaledSegment } from "./journal-segment.ts";

export interface DeviceCopy {
  /** `{recordingId}.webm`, or `{recordingId}_from_{sequence}.webm` where the device lacks the start. */
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/**
 * One file for each run of segments that follow each other: segments that are verified have left the
 * device, and a power cut may have left one without its end. Works while the recording is being made,
 * too.
 *
 * @throws {AppError} STORAGE_FAILED – what there is cannot be read
 */
export async function deviceCopies(
  recordingId: RecordingId,
  files: JournalFiles,
): Promise<readonly DeviceCopy[]> {
  const runs: JournaledSegment[][] = [];
  for (const name of await files.list()) {
    const file = isFileOf(name, recordingId) ? await files.read(name) : undefined;
    const segment = file && segmentOfJournalFile(file);
    if (!segment) continue;
    const run = runs.at(-1);
    const last = run?.at(-1);
    const isNext = last?.sequence === segment.sequence - 1 && follows(last.bytes, segment.bytes);
    if (isNext) run?.push(segment);
    else runs.push([segment]);
  }
  return runs.map((run) => {
    const first = run[0]?.sequence ?? 0;
    return {
      name: first === 0 ? `${recordingId}.webm` : `${recordingId}_from_${first}.webm`,
      bytes: joinSegments(run.map(({ bytes }) => bytes)),
    };
  });
}
