// One event costs the same however long a recording is: in counts, because no test measures time.
import { expect, test } from "vitest";
import { itemAt, pagedList, type PagedList } from "../paged-list.ts";
import { SEGMENT_STATES } from "../testing/segment-states.ts";
import { idOf, recordingRecord, segmentRecord } from "../testing/upload-records.ts";
import type { UploadEvent } from "./event.ts";
import { reduce } from "./reduce.ts";
import { storedLife, type SegmentState } from "./segment-state.ts";
import { NO_UPLOADS, type SegmentUpload, type UploadState } from "./upload-state.ts";

const moment = { nowMs: 1000, random01: 1, isOnline: true };
const recordingId = idOf(0);

/** Half of it is verified; then come what moves, what waits for its turn, and one that waits for time. */
function stateOfPosition(position: number, segmentCount: number): SegmentState {
  const half = segmentCount / 2;
  if (position < half) return SEGMENT_STATES.verified;
  if (position < half + 4) return SEGMENT_STATES.uploading;
  if (position < half + 8) return SEGMENT_STATES.granted;
  if (position < half + 10) return SEGMENT_STATES.verifying;
  if (position === segmentCount - 2) return SEGMENT_STATES["waiting to upload"];
  return SEGMENT_STATES.journaled;
}

/** A recording whose segments count how often something of them is looked at. */
function createCounted(segmentCount: number) {
  let looks = 0;
  const segments = Array.from({ length: segmentCount }, (_, sequence): SegmentUpload => {
    const state = stateOfPosition(sequence, segmentCount);
    const record = segmentRecord(0, sequence, {
      life: storedLife(state),
      wait: state.kind === "waiting" ? state.wait : undefined,
    });
    const upload: SegmentUpload = {
      record,
      state,
      saved: record,
      hasFile: state.kind !== "verified",
      missCount: 0,
    };
    return new Proxy(upload, {
      get: (target, key) => {
        looks += 1;
        return Reflect.get(target, key) as unknown;
      },
    });
  });
  let state: UploadState = {
    ...NO_UPLOADS,
    recordings: [
      {
        record: recordingRecord(0),
        saved: undefined,
        segments: pagedList(segments),
        seal: { kind: "none" },
        failedSeals: 0,
        hold: undefined,
      },
    ],
    nextTimer: 7,
  };
  const listOf = (of: UploadState): PagedList<SegmentUpload> =>
    of.recordings[0]?.segments ?? pagedList<SegmentUpload>([]);
  return {
    half: segmentCount / 2,
    last: segmentCount - 1,
    /** @returns how often segments were looked at, and how many are new objects */
    happen: (event: UploadEvent) => {
      const before = listOf(state);
      looks = 0;
      [state] = reduce(state, event, moment);
      const counted = looks;
      const after = listOf(state);
      const changed = Array.from({ length: after.length }, (_, position) => position).filter(
        (position) => itemAt(after, position) !== itemAt(before, position),
      );
      const newPages = after.pages.filter((page, index) => page !== before.pages[index]);
      return { looks: counted, changed: changed.length, newPages: newPages.length };
    },
  };
}

type Counted = ReturnType<typeof createCounted>;

test.each<[string, (counted: Counted) => UploadEvent]>([
  ["a PUT ends", ({ half }) => ({ kind: "put-ended", recordingId, sequence: half, hasFile: true })],
  [
    "a verdict is given",
    ({ half }) => ({
      kind: "verdicts-given",
      recordingId,
      sequences: [half + 8],
      verdicts: [{ sequence: half + 8, state: "verified" }],
      userType: undefined,
      isServerOlder: false,
    }),
  ],
  [
    "a wait ends",
    () => ({
      kind: "timer-rang",
      timer: 3,
    }),
  ],
  [
    "a segment is recorded",
    ({ last }) => ({
      kind: "records-read",
      record: recordingRecord(0),
      segments: [segmentRecord(0, last + 1)],
      isSaved: true,
    }),
  ],
  [
    "a person retries a segment",
    ({ last }) => ({ kind: "retried", segment: { recordingId, sequence: last - 1 } }),
  ],
])("when %s, as few segments are touched of 20,000 as of 2,000", (_what, eventOf) => {
  const [short, long] = [2000, 20_000].map((segmentCount) => {
    const counted = createCounted(segmentCount);
    // Each page is looked through once, by the first event.
    counted.happen({ kind: "woken", cause: "signed-in" });
    return counted.happen(eventOf(counted));
  });
  expect(short?.changed).toBeGreaterThan(0);
  expect(long?.changed).toBe(short?.changed);
  expect(long?.newPages).toBeLessThanOrEqual(3);
  // A search in order needs three or four more steps.
  expect(long?.looks).toBeLessThanOrEqual((short?.looks ?? 0) + 50);
  expect(long?.looks).toBeLessThan(2000);
});
