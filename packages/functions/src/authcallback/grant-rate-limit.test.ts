import { expect, test } from "vitest";
import { LIMITS } from "@tapedeck/core/limits";
import { createGrantRateLimit } from "./grant-rate-limit.ts";

const ADA = { userType: "hosts", provider: "cognito", sub: "ada" };
const { segmentBytes, segmentsPerCall, segmentSeconds } = LIMITS;
const LARGEST_SEGMENT_BYTES = segmentBytes.perSecond * segmentSeconds.max + segmentBytes.fixed;

/** A limiter on a clock of its own, and a call for a hundred objects, which waits as long as it is told. */
function startLimit() {
  let nowMs = 0;
  const limit = createGrantRateLimit({ nowMicros: () => nowMs * 1000 });
  const grant = (sizeBytes: number, objects: number = segmentsPerCall, sub = "ada") =>
    limit.countGrants(
      { ...ADA, sub },
      Array.from({ length: objects }, () => ({ sizeBytes })),
    );
  /** @returns the wait that was told, in ms; 0 when the call was granted */
  const ask = (sizeBytes: number, objects?: number): number => {
    try {
      grant(sizeBytes, objects);
      return 0;
    } catch (thrown) {
      return (thrown as { details: { retryAfterMs: number } }).details.retryAfterMs;
    }
  };
  return {
    grant,
    ask,
    pass: (ms: number) => (nowMs += ms),
    elapsedMs: () => nowMs,
  };
}

/** Grants a backlog as fast as a line carries it, and waits when it is told to. @returns ms */
function drain(objects: number, sizeBytes: number, lineBytesPerSecond: number) {
  const { ask, pass, elapsedMs } = startLimit();
  let waitedMs = 0;
  for (let granted = 0; granted < objects; granted += segmentsPerCall) {
    const count = Math.min(segmentsPerCall, objects - granted);
    for (let waitMs = ask(sizeBytes, count); waitMs > 0; waitMs = ask(sizeBytes, count)) {
      waitedMs += waitMs;
      pass(waitMs);
    }
    pass((count * sizeBytes * 1000) / lineBytesPerSecond);
  }
  return { waitedMs, elapsedMs: elapsedMs() };
}

const HUNDRED_MBIT = 12_500_000;

test.each([
  ["a day at 256 kb/s, in the most segments of a recording", 20_000, 173_000, HUNDRED_MBIT],
  ["the same, granted long before it is sent", 20_000, 173_000, Infinity],
  ["ten hours of eight devices at 64 kb/s, in 5 s segments", 57_600, 41_500, HUNDRED_MBIT],
  ["a day in 2 s segments at 256 kb/s, of four devices", 80_000, 66_000, HUNDRED_MBIT],
])("%s never waits for the limit", (_what, objects, sizeBytes, lineBytesPerSecond) => {
  expect(drain(objects, sizeBytes, lineBytesPerSecond).waitedMs).toBe(0);
});

test("eight devices that ask at once for the largest calls there are do not wait", () => {
  const { grant } = startLimit();
  for (let device = 0; device < 8; device++) {
    expect(() => grant(LARGEST_SEGMENT_BYTES)).not.toThrow();
  }
});

test("a thief's calls for the largest segments are granted 5.3 GB in 97 s, not 380 GB", () => {
  const { ask, pass, elapsedMs } = startLimit();
  let bytes = 0;
  while (elapsedMs() < 97_000) {
    const waitMs = ask(LARGEST_SEGMENT_BYTES);
    if (waitMs === 0) bytes += LARGEST_SEGMENT_BYTES * segmentsPerCall;
    else pass(waitMs);
  }
  expect(bytes).toBeGreaterThan(4e9);
  expect(bytes).toBeLessThan(5.3e9);
});

test("small objects are counted too, and other people are granted theirs", () => {
  const { ask, grant } = startLimit();
  let calls = 0;
  while (ask(1) === 0) calls += 1;
  expect(calls * segmentsPerCall).toBe(LIMITS.grantsPerPerson.segments.atOnce);
  expect(() => grant(1)).toThrow(expect.objectContaining({ code: "THROTTLED" }));
  expect(() => grant(1, 1, "ben")).not.toThrow();
});
