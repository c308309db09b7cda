// The manifest of a recording, as it is stored and as recordings.seal answers it.
import * as z from "zod";
import { SAMPLE_RATE_HZ } from "../limits.ts";
import { RECORDING_TEXTS } from "../recording-texts.ts";
import { rule, startSample, wholeNumber } from "./fields.ts";
import { segmentToStore } from "./segments.ts";
import { storedTexts } from "./texts.ts";

const gapReasons = ["paused", "interrupted", "lost"] as const;
const manifestGapReasons = [...gapReasons, "missing"] as const;

/**
 * Time that the recording does not hold; no silence is inserted for it. `startSample` is the first sample
 * after the gap. `paused`: the person paused. `interrupted`: something stood still for 3 s or more, as a
 * machine that sleeps does. `lost`: the sound did not reach the recorder.
 */
export const gap = z.strictObject({
  startSample,
  durationMs: wholeNumber(1, 2 ** 42, "ms"),
  reason: z.enum(gapReasons, rule(`one of ${gapReasons.join(", ")}`)),
});
export type Gap = z.infer<typeof gap>;

/**
 * `missing`: the bucket lacks segments that the device has, or had. Only recordings.recover finds such gaps,
 * and the device's own seal removes them.
 */
const manifestGap = gap.extend({ reason: z.enum(manifestGapReasons) });
export type ManifestGap = z.infer<typeof manifestGap>;

/** The server's list of the verified segments of one recording, stored as `{recordingId}.json`. */
export const manifest = z.object({
  formatVersion: z.literal(1),
  recordingId: z.string(),
  /** ISO 8601, UTC, by the recording device's clock. */
  startedAt: z.iso.datetime(),
  /** ISO 8601, UTC, by the server's clock. */
  sealedAt: z.iso.datetime(),
  /** recordings.recover sealed it without its device, which may hold more. */
  isRecovered: z.literal(true).optional(),
  ...storedTexts(RECORDING_TEXTS),
  sampleRateHz: z.literal(SAMPLE_RATE_HZ),
  /** Length of the sound, without the gaps. */
  durationMs: z.number(),
  sampleCount: z.int(),
  /** Sum over all segments. */
  sizeBytes: z.int(),
  /**
   * In order of their sequences: from 0 on, and without a hole unless it is recovered. Each begins with the
   * sample after the last one of the segment before it in this list.
   */
  segments: z.array(segmentToStore),
  gaps: z.array(manifestGap),
});
export type Manifest = z.infer<typeof manifest>;
