import { describe, expect, test } from "vitest";
import type { RecordingRecord, SegmentRecord } from "@tapedeck/core/upload/records";
import { recordingRecord, segmentRecord } from "../../../core/src/testing/upload-records.ts";
import type { Safety } from "../snapshot.ts";
import { createDevice, NOW_MS, stuck, verified, waitingUntil } from "../testing/viewed-device.ts";

describe("what closing the page would cost", () => {
  const ended = { state: "ended" } as const;
  const inMemory = { storage: "memory" } as const;
  const sealStuck = { state: { kind: "stuck", code: "RECORDING_ALTERED" } } as const;

  test.each<[string, readonly RecordingRecord[], readonly SegmentRecord[], Safety]>([
    ["nothing is there", [], [], "in-bucket"],
    [
      "all is sealed",
      [recordingRecord(0, { state: "sealed" })],
      [segmentRecord(0, 0)],
      "in-bucket",
    ],
    [
      "one is on its way",
      [recordingRecord(0, { state: "sealed" }), recordingRecord(1)],
      [segmentRecord(0, 0), segmentRecord(1, 0)],
      "on-device",
    ],
    [
      "one is verified and not sealed",
      [recordingRecord(0, ended)],
      [segmentRecord(0, 0, verified)],
      "on-device",
    ],
    [
      "one of two is in memory",
      [recordingRecord(0), recordingRecord(1, inMemory)],
      [segmentRecord(0, 0), segmentRecord(1, 0)],
      "in-memory",
    ],
    [
      "one was sealed from memory",
      [recordingRecord(0, { ...inMemory, state: "sealed" })],
      [segmentRecord(0, 0)],
      "in-bucket",
    ],
    [
      "a segment of one of two is stuck",
      [recordingRecord(0, ended), recordingRecord(1)],
      [segmentRecord(0, 0, stuck), segmentRecord(1, 0)],
      "stuck",
    ],
    [
      "the manifest of one of two is stuck",
      [recordingRecord(0, sealStuck), recordingRecord(1)],
      [segmentRecord(0, 0, verified), segmentRecord(1, 0)],
      "stuck",
    ],
    [
      "a segment waits",
      [recordingRecord(0, ended)],
      [segmentRecord(0, 0, waitingUntil(NOW_MS + 1))],
      "on-device",
    ],
    [
      "one of two waits for room in the bucket, and is asked about again",
      [recordingRecord(0, ended), recordingRecord(1)],
      [
        segmentRecord(0, 0, { wait: { untilMs: NOW_MS - 1, code: "QUOTA_EXCEEDED" } }),
        segmentRecord(1, 0),
      ],
      "stuck",
    ],
    ["one ended without sound", [recordingRecord(0, ended)], [], "in-bucket"],
    ["this page's memory has just begun one", [recordingRecord(0, inMemory)], [], "in-bucket"],
    ["one was cut off within its first segment", [recordingRecord(0)], [], "on-device"],
  ])("is right when %s", async (_what, recordings, segments, safety) => {
    const { open, view } = await createDevice(recordings, segments);
    await open();
    expect(view.safety(true)).toBe(safety);
    // The device counts only where it is known to last; memory and bucket are what they are.
    const isOnDevice = safety === "on-device" || safety === "stuck";
    expect(view.safety(false)).toBe(isOnDevice ? "may-be-forgotten" : safety);
    expect(view.recordings().length > 0).toBe(segments.length > 0);
  });
});
