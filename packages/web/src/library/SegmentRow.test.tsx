import { expect, test } from "vitest";
import type { ErrorCode } from "@tapedeck/core/error-codes";
import { makeRecordingId } from "@tapedeck/core/ids";
import { renderText } from "../testing/render-text.ts";
import { SegmentRow } from "./SegmentRow.tsx";

type Segment = Parameters<typeof SegmentRow>[0]["segment"];

const segment: Segment = {
  recordingId: makeRecordingId(1_795_392_000_000_000, new Uint8Array(6)),
  sequence: 1,
  startSample: 5 * 48_000,
  sampleCount: 5 * 48_000,
  sizeBytes: 40_000,
  status: { kind: "verified" },
};

/** The parts of a status that the row shows. */
type ShownStatus = Partial<Segment["status"]> & {
  readonly untilMs?: number;
  readonly code?: ErrorCode;
};

const render = (shown: ShownStatus) => {
  const status = shown as Segment["status"];
  return renderText(() => (
    <SegmentRow segment={{ ...segment, status }} onRetry={() => undefined} />
  ));
};

test("shows start, length, size and state, and no button once the segment is in the bucket", () => {
  expect(render({ kind: "verified" })).toBe("0:05 5.0 s · 40 kB In your bucket");
});

test("names the cause and the next try while the segment waits, and offers to try now", () => {
  const untilMs = new Date(2026, 10, 23, 9, 15).getTime();
  const text = render({ kind: "waiting", untilMs, code: "OFFLINE" });
  expect(text).toContain("Waiting Try now");
  expect(text).toContain("You are offline.");
  expect(text).toContain("Next try at 9:15:00.");
});

test("names the cause but no next try while the segment is stuck", () => {
  const text = render({ kind: "stuck", code: "SEGMENT_DAMAGED" });
  expect(text).toContain("Stuck Try now");
  expect(text).toContain("This device has lost a part of this segment.");
  expect(text).not.toContain("Next try");
});
