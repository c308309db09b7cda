import { expect, test } from "vitest";
import { longestRecording } from "./longest-recording.ts";

const HOUR_SAMPLES = 3600 * 48_000;

test.each([
  { segments: "2 s", packets: 100, hours: 40_000 / 3600 },
  { segments: "4 s", packets: 200, hours: 80_000 / 3600 },
  { segments: "5 s", packets: 250, hours: 24 },
  { segments: "60 s", packets: 3000, hours: 24 },
])("with segments of $segments it may have $hours hours", ({ packets, hours }) => {
  expect(longestRecording(packets)).toBe(Math.round(hours * HOUR_SAMPLES));
});
