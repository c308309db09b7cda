// Which files the page of a recording can give out.
import type { RecordingSnapshot } from "@tapedeck/recorder";

/**
 * - `formats`: all of its sound is in one place, the bucket or this device, and can become any file.
 * - `copy`: some of it has left this device, and the bucket does not give it out yet: what is here can be saved
 *   as it is.
 */
export type OfferedFiles = "formats" | "copy" | "none";

export function offeredFiles(
  device: Pick<RecordingSnapshot, "segmentCount" | "verifiedCount"> | undefined,
  isInBucket: boolean,
): OfferedFiles {
  if (device === undefined || isInBucket || device.verifiedCount === 0) return "formats";
  return device.verifiedCount < device.segmentCount ? "copy" : "none";
}
