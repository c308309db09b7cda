import { expect, test } from "vitest";
import type { RecordingId } from "../ids.ts";
import { pagedList } from "../paged-list.ts";
import { SEGMENT_STATES, type SegmentStateName } from "../testing/segment-states.ts";
import { idOf, recordingRecord, segmentRecord } from "../testing/upload-records.ts";
import { outlookOf } from "./outlook.ts";
import type { RecordingRecord } from "./records.ts";
import type { SegmentState } from "./segment-state.ts";
import { NO_UPLOADS, type RecordingUpload, type Saving } from "./upload-state.ts";

const noneUnread: ReadonlySet<RecordingId> = new Set();
const failed: Saving = { kind: "failed", timer: 1 };

function recordingUpload(
  index: number,
  state: RecordingRecord["state"],
  states: readonly SegmentState[],
  isUnsaved = false,
): RecordingUpload {
  const segments = states.map((segmentState, sequence) => ({
    record: segmentRecord(index, sequence),
    state: segmentState,
    saved: undefined,
    hasFile: true,
    missCount: 0,
  }));
  const record = recordingRecord(index, { state });
  return {
    record,
    saved: isUnsaved ? undefined : record,
    segments: pagedList(segments),
    seal: { kind: "none" },
    failedSeals: 0,
    hold: undefined,
  };
}

const unreadable: SegmentState = {
  kind: "waiting",
  next: "journaled",
  wait: { untilMs: 5000, code: "STORAGE_FAILED" },
  timer: 3,
  failedAttempts: 1,
};
const stuck = SEGMENT_STATES["stuck before verify"];
const { verified, uploading } = SEGMENT_STATES;
const waiting = SEGMENT_STATES["waiting to upload"];

test.each<[string, readonly RecordingUpload[], ReturnType<typeof outlookOf>]>([
  ["nothing is there", [], "done"],
  ["all is sealed and forgotten", [recordingUpload(0, "sealed", [])], "done"],
  ["one is sealed and not forgotten", [recordingUpload(0, "sealed", [], true)], "under-way"],
  ["a manifest is asked for", [recordingUpload(0, "ended", [verified])], "under-way"],
  ["a segment is stuck", [recordingUpload(0, "ended", [verified, stuck])], "done"],
  [
    "a manifest is stuck",
    [recordingUpload(0, { kind: "stuck", code: "RECORDING_ALTERED" }, [verified])],
    "done",
  ],
  ["one is stuck and one waits", [recordingUpload(0, "ended", [stuck, waiting])], "under-way"],
  ["one cannot be read", [recordingUpload(0, "ended", [verified, unreadable])], "device"],
  [
    "one cannot be read and one is stuck",
    [recordingUpload(0, "ended", [unreadable, stuck])],
    "device",
  ],
  [
    "one is stuck and one cannot be read",
    [recordingUpload(0, "ended", [stuck, unreadable])],
    "device",
  ],
  [
    "one cannot be read and another is under way",
    [recordingUpload(0, "ended", [unreadable]), recordingUpload(1, "ended", [uploading])],
    "under-way",
  ],
  [
    "one cannot be read and another is done",
    [recordingUpload(0, "ended", [unreadable]), recordingUpload(1, "sealed", [])],
    "device",
  ],
])("the outlook when %s", (_what, recordings, outlook) => {
  expect(outlookOf({ ...NO_UPLOADS, recordings }, noneUnread)).toBe(outlook);
});

const moving: readonly SegmentStateName[] = [
  "journaled",
  "unhashed",
  "hashing",
  "requested",
  "granted",
  "uploading",
  "uploaded",
  "verifying",
  "waiting to upload",
  "waiting for room",
  "waiting to verify",
];

test.each(moving)("a segment that is %s is under way", (name) => {
  const recordings = [recordingUpload(0, "ended", [verified, SEGMENT_STATES[name]])];
  expect(outlookOf({ ...NO_UPLOADS, recordings }, noneUnread)).toBe("under-way");
});

test("a recording that could not be read is the device's, unless another is under way", () => {
  const unread = new Set([idOf(0)]);
  const recordings = [recordingUpload(0, "ended", [uploading])];
  expect(outlookOf({ ...NO_UPLOADS, recordings }, unread)).toBe("device");
  const both = [...recordings, recordingUpload(1, "ended", [uploading])];
  expect(outlookOf({ ...NO_UPLOADS, recordings: both }, unread)).toBe("under-way");
});

test("a save that goes on is under way; one that failed leaves what is sealed to the device", () => {
  const recordings = [recordingUpload(0, "sealed", [], true)];
  const busy = { ...NO_UPLOADS, recordings: [], saving: { kind: "busy" } } as const;
  expect(outlookOf(busy, noneUnread)).toBe("under-way");
  expect(outlookOf({ ...NO_UPLOADS, recordings, saving: failed }, noneUnread)).toBe("device");
});
