import { expect, test } from "vitest";
import { tapeOfAll, tapeOfOne, type Tape } from "./tape.ts";

const said = (tape: Tape | undefined) =>
  tape?.sentence ?? tape?.parts.map(({ amount, where }) => `${amount} ${where}`.trim()).join(" · ");
const samples = (seconds: number) => seconds * 48_000;
const one = (
  elapsedMs: number,
  verifiedSeconds: number,
  { isInMemory = false, waitsForRoom = false } = {},
) =>
  tapeOfOne({
    elapsedMs,
    recording: { state: "open", verifiedSampleCount: samples(verifiedSeconds) },
    isInMemory,
    waitsForRoom,
  });

test("says how long of a running recording is where", () => {
  expect(said(one(35_400, 33))).toBe("0:33 in your bucket · 2 s on this device");
  expect(one(35_000, 33).inBucket).toBeCloseTo(33 / 35);
  expect(said(one(1_400, 0))).toBe("1 s on this device");
  expect(said(one(900, 0))).toBe("1 s on this device");
  expect(said(one(78_000, 12))).toBe("0:12 in your bucket · 1:06 on this device");
});

test("a little sound never reads as none", () => {
  expect(said(one(10_100, 10))).toBe("0:10 in your bucket · 1 s on this device");
});

test("says that a browser without storage holds it in this window only", () => {
  expect(said(one(35_000, 33, { isInMemory: true }))).toBe(
    "0:33 in your bucket · 2 s only in this window",
  );
});

test("says that a recording without room in the bucket waits on this device", () => {
  expect(said(one(35_000, 0, { waitsForRoom: true }))).toBe(
    "35 s on this device until there is room",
  );
  expect(said(one(35_000, 0, { waitsForRoom: true, isInMemory: true }))).toBe(
    "35 s only in this window",
  );
});

test("says so of all that are on this device", () => {
  const facts = { leftCount: 2, storedCount: 8, elsewhereCount: 0, isInMemory: false };
  expect(said(tapeOfAll({ ...facts, waitsForRoom: true }))).toBe(
    "8 in your bucket · 2 on this device until there is room",
  );
});

test("all of it is in the bucket only once it is sealed", () => {
  const recording = { verifiedSampleCount: samples(35) };
  const before = tapeOfOne({
    elapsedMs: 35_000,
    recording: { ...recording, state: "ended" },
    isInMemory: false,
    waitsForRoom: false,
  });
  expect([said(before), before.isWhole]).toEqual([
    "0:35 in your bucket · the last step waits",
    false,
  ]);
  const after = tapeOfOne({
    elapsedMs: 35_000,
    recording: { ...recording, state: "sealed" },
    isInMemory: false,
    waitsForRoom: false,
  });
  expect([said(after), after.isWhole]).toEqual(["All 0:35 in your bucket.", true]);
});

test.each([
  [0, 12, 0, "All 12 recordings are in your bucket."],
  [0, 1, 0, "Your recording is in your bucket."],
  [4, 8, 0, "8 in your bucket · 4 on this device"],
  [4, undefined, 0, "4 on this device"],
  [1, 0, 0, "1 on this device"],
  [0, 8, 1, "8 in your bucket · 1 on another device"],
  // Nothing is known, or nothing is there.
  [0, undefined, 0, undefined],
  [0, 0, 0, undefined],
])(
  "of %s left, %s stored and %s elsewhere it says: %s",
  (leftCount, storedCount, elsewhereCount, sentence) => {
    const tape = tapeOfAll({
      leftCount,
      storedCount,
      elsewhereCount,
      isInMemory: false,
      waitsForRoom: false,
    });
    expect(said(tape)).toBe(sentence);
  },
);
