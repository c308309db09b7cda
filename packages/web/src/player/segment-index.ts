// Where the segments of a sealed recording are: asks the API for pages of them, when they are needed.
import type { RecordingToPlay } from "@tapedeck/core/contract";
import { AppError } from "@tapedeck/core/errors";
import { LIMITS } from "@tapedeck/core/limits";
import type { GetRecording } from "./ports.ts";

export type SegmentToPlay = RecordingToPlay["segments"][number];

/** A URL is renewed so long before it expires: a slow network needs time to read. */
const SPARE_MS = 30_000;

/** A segment, with its place among those that the bucket holds. */
export interface PlacedSegment extends SegmentToPlay {
  readonly place: number;
}

export interface SegmentIndex {
  readonly segmentCount: number;
  /** The segment that holds a sample; the last one for a sample after the end. */
  segmentAt(sample: number, signal: AbortSignal): Promise<PlacedSegment>;
  /**
   * With a URL that is still good.
   *
   * @param place - from 0 to `segmentCount` - 1: the segment's sequence, unless segments are missing
   */
  segment(place: number, signal: AbortSignal): Promise<PlacedSegment>;
  /** S3 has refused a URL of this segment's page: asks for new ones. */
  forget(place: number): void;
}

/** @param first - the first page, which told that there is a recording */
export function createSegmentIndex(
  first: RecordingToPlay,
  getRecording: GetRecording,
  nowMs: () => number,
): SegmentIndex {
  const { recordingId, segmentCount } = first;
  const pages = new Map([[0, placed(0, first.segments)]]);
  const pageOf = (place: number) => Math.floor(place / LIMITS.segmentsPerCall);

  async function page(number: number, signal: AbortSignal): Promise<readonly PlacedSegment[]> {
    const known = pages.get(number);
    if (known?.[0] && Date.parse(known[0].expiresAt) - nowMs() > SPARE_MS) return known;
    const asked = await getRecording(recordingId, number * LIMITS.segmentsPerCall, signal);
    if (asked.state !== "sealed" || asked.segments.length === 0) {
      throw new AppError("RECORDING_NOT_FOUND", "The recording has fewer segments than before.");
    }
    const segments = placed(number * LIMITS.segmentsPerCall, asked.segments);
    pages.set(number, segments);
    return segments;
  }

  return {
    segmentCount,
    forget: (place) => pages.delete(pageOf(place)),
    async segment(place, signal) {
      const found = (await page(pageOf(place), signal)).find((each) => each.place === place);
      if (found) return found;
      throw new AppError("RECORDING_NOT_FOUND", `The recording has no segment at place ${place}.`);
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

function placed(firstPlace: number, segments: readonly SegmentToPlay[]): readonly PlacedSegment[] {
  return segments.map((segment, index) => ({ ...segment, place: firstPlace + index }));
}
