// The manifest of a recording, as it is stored and as recordings.seal answers it.
import * as z from "zod";
import { SAMPLE_RATE_HZ } from "../limits.ts";
import { RECORDING_TEXTS } from "../recording-texts.ts";
import { rule, startSample, wholeNumber } from "./fields.ts";
import { segmentToStore } from "./segments.ts";
import { storedTexts } from "./texts.ts";

const gapReasons = ["paused", "interrupted", "lost"] as const;

/**
 * Time that a recording does not hold; nothing is inserted for it. `startSample` is the first sample
 * after it. `paused` by the person; `interrupted` where something stood still for 3 s or more, as a
 * machine that sleeps does; `lost` before it reached the recorder.
 */
export const gap = z.strictObject({
  startSample,
  durationMs: wholeNumber(1, 2 ** 42, "ms"),
  reason: z.enum(gapReasons, rule(`one of ${gapReasons.join(", ")}`)),
});
export type Gap = z.infer<typeof gap>;

/** The server's list of the verified segments of one recording, stored as `{recordingId}.json`. */
export const manifest = z.object({
  formatVersion: z.literal(1),
  recordingId: z.string(),
  /** ISO 8601, UTC, by the recording device's clock. */
  startedAt: z.iso.datetime(),
  /** ISO 8601, UTC, by the server's clock. */
  sealedAt: z.iso.datetime(),
  ...storedTexts(RECORDING_TEXTS),
  sampleRateHz: z.literal(SAMPLE_RATE_HZ),
  /** Of sound, gaps not counted. */
  durationMs: z.number(),
  sampleCount: z.int(),
  /** Of all segments together. */
  sizeBytes: z.int(),
  /** In order, from sequence 0 on, each beginning with the sample after its predecessor's last. */
  segments: z.array(segmentToStore),
  gaps: z.array(gap),
});
export type Manifest = z.infer<typeof manifest>;
