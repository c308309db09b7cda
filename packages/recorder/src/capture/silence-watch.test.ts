import { expect, test } from "vitest";
import { createSilenceWatch } from "./silence-watch.ts";

const TEN_SECONDS = 480_000;

test("a microphone is silent after ten seconds of zeros, until a sample is not zero", () => {
  const isSilent = createSilenceWatch();
  expect(isSilent(4800, 0.5)).toBe(false);
  expect(isSilent(4800 + TEN_SECONDS - 1, 0)).toBe(false);
  expect(isSilent(4800 + TEN_SECONDS, 0)).toBe(true);
  expect(isSilent(4800 + TEN_SECONDS + 4800, 1e-7)).toBe(false);
});

test("a microphone is silent if it was muted from the beginning", () => {
  const isSilent = createSilenceWatch();
  expect(isSilent(TEN_SECONDS, 0)).toBe(true);
});
