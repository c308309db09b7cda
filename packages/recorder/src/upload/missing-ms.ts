// How much sound a recording lacks, as far as that is sure.
import { missingMs } from "@tapedeck/core/gaps";
import type { RecordingRecord } from "@tapedeck/core/upload/records";

/** A gap that may turn out to be a set clock counts once it is settled, or named in a manifest. */
export function missingMsOf({ gaps, unsure, state }: RecordingRecord): number {
  const unsureGaps = state === "sealed" ? [] : (unsure?.gaps ?? []);
  return missingMs(gaps) - missingMs(unsureGaps);
}
