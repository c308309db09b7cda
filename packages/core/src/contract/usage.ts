// usage.*: what a person has stored, and may store.
import * as z from "zod";

/** `usage.get` */
export const usage = z.object({
  /** Of all segments and one-off uploads, as the bucket holds them. Whole files do not count. */
  sizeBytes: z.int(),
  /** Of all recordings. The length of a one-off upload is not known, and does not count. */
  durationMs: z.number(),
  /** Deleted, and still kept by the bucket for some days: such bytes can make it full too. */
  removedSizeBytes: z.int(),
  /** The quota. */
  maxSizeBytes: z.int(),
  maxDurationMs: z.number(),
  /** Whether a new recording would be refused now (QUOTA_EXCEEDED). One that runs is stored to its end. */
  isFull: z.boolean(),
});
export type Usage = z.infer<typeof usage>;
