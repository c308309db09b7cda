import { expect, test } from "vitest";
import { createSilenceWatch } from "./silence-watch.ts";

const TEN_SECONDS = 480_000;

test("ten seconds of zeros are silence, until anything is heard", () => {
  const isSilent = createSilenceWatch();
  expect(isSilent(4800, 0.5)).toBe(false);
  expect(isSilent(4800 + TEN_SECONDS - 1, 0)).toBe(false);
  expect(isSilent(4800 + TEN_SECONDS, 0)).toBe(true);
  expect(isSilent(4800 + TEN_SECONDS + 4800, 1e-7)).toBe(false);
});

test("a microphone that was muted from the beginning is silent, too", () => {
  const isSilent = createSilenceWatch();
  expect(isSilent(TEN_SECONDS, 0)).toBe(true);
});
