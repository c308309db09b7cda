import { describe, expect, test } from "vitest";
import { shownUsage } from "./shown-usage.ts";

const GIGABYTE = 1_000_000_000;
const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

/** Of 10 GB and 100 hours. */
const usage = {
  sizeBytes: 0,
  durationMs: 0,
  removedSizeBytes: 0,
  maxSizeBytes: 10 * GIGABYTE,
  maxDurationMs: 100 * HOUR_MS,
  isFull: false,
};

test.each([
  [{ sizeBytes: 2.14 * GIGABYTE }, "2.1 of 10 GB"],
  [{}, "0 of 10 GB"],
  [{ sizeBytes: 12_345_678 }, "12.3 MB of 10 GB"],
  [{ sizeBytes: 0.1 * GIGABYTE }, "0.1 of 10 GB"],
  [{ sizeBytes: 9.99 * GIGABYTE }, "9.9 of 10 GB"],
  [{ sizeBytes: 10 * GIGABYTE, isFull: true }, "10 of 10 GB"],
  [{ sizeBytes: 10.34 * GIGABYTE, isFull: true }, "10.3 of 10 GB"],
  [{ sizeBytes: 40_000, maxSizeBytes: 999_000_000 }, "40 kB of 999 MB"],
  [{ durationMs: 91.57 * HOUR_MS, sizeBytes: 2 * GIGABYTE }, "91.5 of 100 h"],
  [{ durationMs: 3 * MINUTE_MS }, "3 min of 100 h"],
  [{ durationMs: 123.45 * HOUR_MS, maxDurationMs: 20_000 * MINUTE_MS }, "123 of 333 h"],
  [{ durationMs: 540 * MINUTE_MS, maxDurationMs: 600 * MINUTE_MS }, "540 of 600 min"],
  [{ durationMs: 1234 * MINUTE_MS, maxDurationMs: 1500 * MINUTE_MS }, "1,234 of 1,500 min"],
])("writes %o as %s, of the limit that is nearer", (over, written) => {
  expect(shownUsage({ ...usage, ...over })).toMatchObject({
    written,
    inBucket: `${written} in your bucket`,
  });
});

test("says the units in words for the ear", () => {
  expect(shownUsage({ ...usage, sizeBytes: 2.14 * GIGABYTE }).spoken).toBe(
    "2.1 of 10 gigabytes in your bucket",
  );
  expect(shownUsage({ ...usage, durationMs: 91.5 * HOUR_MS }).spoken).toBe(
    "91.5 of 100 hours in your bucket",
  );
});

describe("how full the storage is", () => {
  test.each([
    [8.99, false],
    [9, true],
    [10.5, true],
  ])("warns at %d of 10 GB: %s", (gigabytes, isNearlyFull) => {
    const shown = shownUsage({ ...usage, sizeBytes: gigabytes * GIGABYTE });
    expect(shown).toMatchObject({ isNearlyFull, isFull: false });
    expect(shown.share).toBe(Math.min(1, gigabytes / 10));
  });

  test("is full when the server says so, whatever the figures are", () => {
    expect(shownUsage({ ...usage, sizeBytes: GIGABYTE, isFull: true })).toMatchObject({
      isNearlyFull: true,
      isFull: true,
    });
  });

  test("a limit of nothing is used up", () => {
    expect(shownUsage({ ...usage, maxSizeBytes: 0, isFull: true }).share).toBe(1);
  });
});
