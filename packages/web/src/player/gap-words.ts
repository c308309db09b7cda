// What the player says of sound that is missing.
import type { ManifestGap } from "@tapedeck/core/contract";
import { formatDuration, formatMissing, toMs } from "../text/format.ts";
import { playerWords } from "#words/player";

export interface ShownGap {
  /** In the recording, where the sound goes on. */
  readonly atMs: number;
  readonly durationMs: number;
  readonly reason: ManifestGap["reason"];
}

/** A pause is no loss: the person made it. A loss shorter than a quarter of a second is not mentioned. */
export function shownGaps(gaps: readonly ManifestGap[]): readonly ShownGap[] {
  return gaps
    .filter((gap) => gap.reason !== "paused" && formatMissing(gap.durationMs) !== undefined)
    .map(({ startSample, durationMs, reason }) => ({
      atMs: toMs(startSample),
      durationMs,
      reason,
    }));
}

/** `4 s missing at 31:12`. */
export function gapSentence({ atMs, durationMs }: ShownGap): string {
  return playerWords.gap(formatMissing(durationMs) ?? "", formatDuration(atMs));
}

export function reasonSentence(reason: ManifestGap["reason"]): string {
  return playerWords.gapReasons[reason];
}
