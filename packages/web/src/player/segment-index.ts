// Where the segments of a sealed recording are: asks the API for pages of them, when they are needed.
import type { RecordingToPlay } from "@tapedeck/core/contract";
import { AppError } from "@tapedeck/core/errors";
import { LIMITS } from "@tapedeck/core/limits";
import type { GetRecording } from "./ports.ts";

export type SegmentToPlay = RecordingToPlay["segments"][number];

/** A URL is renewed so long before it expires: a slow network needs time to read. */
const SPARE_MS = 30_000;

export interface SegmentIndex {
  readonly segmentCount: number;
  /** The segment that holds a sample; the last one for a sample after the end. */
  segmentAt(sample: number, signal: AbortSignal): Promise<SegmentToPlay>;
  /** With a URL that is still good. */
  segment(sequence: number, signal: AbortSignal): Promise<SegmentToPlay>;
  /** S3 has refused a URL of this segment's page: asks for new ones. */
  forget(sequence: number): void;
}

/** @param first - the first page, which told that there is a recording */
export function createSegmentIndex(
  first: RecordingToPlay,
  getRecording: GetRecording,
  nowMs: () => number,
): SegmentIndex {
  const { recordingId, segmentCount } = first;
  const pages = new Map<number, readonly SegmentToPlay[]>([[0, first.segments]]);
  const pageOf = (sequence: number) => Math.floor(sequence / LIMITS.segmentsPerCall);

  async function page(number: number, signal: AbortSignal): Promise<readonly SegmentToPlay[]> {
    const known = pages.get(number);
    if (known?.[0] && Date.parse(known[0].expiresAt) - nowMs() > SPARE_MS) return known;
    const asked = await getRecording(recordingId, number * LIMITS.segmentsPerCall, signal);
    if (asked.state !== "sealed" || asked.segments.length === 0) {
      throw new AppError("RECORDING_NOT_FOUND", "The recording has fewer segments than before.");
    }
    pages.set(number, asked.segments);
    return asked.segments;
  }

  return {
    segmentCount,
    forget: (sequence) => pages.delete(pageOf(sequence)),
    async segment(sequence, signal) {
      const found = (await page(pageOf(sequence), signal)).find(
        (each) => each.sequence === sequence,
      );
      if (found) return found;
      throw new AppError("RECORDING_NOT_FOUND", `The recording has no segment ${sequence}.`);
    },
    async segmentAt(sample, signal) {
      // Segments have one length, but for the last: the first guess is nearly always right.
      const lengthSamples = first.segments[0]?.sampleCount ?? 1;
      const lastPage = pageOf(segmentCount - 1);
      let number = Math.min(lastPage, pageOf(Math.floor(sample / lengthSamples)));
      for (;;) {
        const segments = await page(number, signal);
        const [start, end] = [segments[0], segments.at(-1)];
        if (start && start.startSample > sample && number > 0) number -= 1;
        else if (end && end.startSample + end.sampleCount <= sample && number < lastPage)
          number += 1;
        else {
          const found = segments.find(
            ({ startSample, sampleCount }) => startSample + sampleCount > sample,
          );
          return found ?? segments[segments.length - 1] ?? this.segment(segmentCount - 1, signal);
        }
      }
    },
  };
}
