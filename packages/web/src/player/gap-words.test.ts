import { expect, test } from "vitest";
import { gapSentence, shownGaps } from "./gap-words.ts";

test("mentions what was lost or interrupted, where the sound goes on, and no pause", () => {
  const gaps = shownGaps([
    { startSample: 48_000, durationMs: 60_000, reason: "paused" },
    { startSample: 1872 * 48_000, durationMs: 4012, reason: "interrupted" },
    { startSample: 1900 * 48_000, durationMs: 249, reason: "lost" },
    { startSample: 1901 * 48_000, durationMs: 400, reason: "lost" },
  ]);
  expect(gaps.map(gapSentence)).toEqual(["4.0 s missing at 31:12", "400 ms missing at 31:41"]);
});
