import { expect, test } from "vitest";
import { createSilenceWatch } from "./silence-watch.ts";

const THREE_SECONDS = 144_000;

test("a microphone is silent after three seconds of zeros, until a sample is not zero", () => {
  const isSilent = createSilenceWatch();
  expect(isSilent(4800, [0.5])).toBe(false);
  expect(isSilent(4800 + THREE_SECONDS - 1, [0, 0])).toBe(false);
  expect(isSilent(4800 + THREE_SECONDS, [])).toBe(true);
  expect(isSilent(4800 + THREE_SECONDS + 14_400, [0, 1e-7, 0])).toBe(false);
});

test("a microphone is silent if it was muted from the beginning", () => {
  const isSilent = createSilenceWatch();
  expect(isSilent(THREE_SECONDS, [0])).toBe(true);
});
