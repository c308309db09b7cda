// What the device holds of a recording, as files that play anywhere: for a person who wants it now,
// offline, whatever the bucket has.
import type { RecordingId } from "@tapedeck/core/ids";
import { createJoiner, type Joiner } from "@tapedeck/core/webm/joiner";
import { readSegment } from "@tapedeck/core/webm/segment-reader";
import { assemble } from "@tapedeck/core/webm/ebml-write";
import { isFileOf, type JournalFiles } from "./journal-files.ts";
import { segmentOfJournalFile } from "./journal-segment.ts";

export interface DeviceCopy {
  /** `{recordingId}.webm`, or `{recordingId}_from_{sequence}.webm` where the device lacks the start. */
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Segments that follow each other, of which a file is being made. */
interface Run {
  readonly name: string;
  readonly joiner: Joiner;
  readonly clusters: Uint8Array[];
  nextSequence: number;
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
  const copies: DeviceCopy[] = [];
  let run: Run | undefined;
  const endRun = () => {
    if (!run) return;
    const { head, lastCluster } = run.joiner.end();
    copies.push({ name: run.name, bytes: assemble([head, ...run.clusters, lastCluster]) });
  };
  for (const name of await files.list()) {
    const file = isFileOf(name, recordingId) ? await files.read(name) : undefined;
    const journaled = file && segmentOfJournalFile(file);
    if (!journaled) continue;
    const { sequence, bytes } = journaled;
    const segment = readSegment(bytes);
    if (run?.nextSequence !== sequence || !run.joiner.follows(segment)) {
      endRun();
      const start = sequence === 0 ? "" : `_from_${sequence}`;
      run = {
        name: `${recordingId}${start}.webm`,
        joiner: createJoiner(),
        clusters: [],
        nextSequence: sequence,
      };
    }
    run.clusters.push(...run.joiner.add(segment));
    run.nextSequence += 1;
  }
  endRun();
  return copies;
}
