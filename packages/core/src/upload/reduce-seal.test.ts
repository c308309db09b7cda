// Every event in every state of a recording's manifest. A pair that is not in the table changes nothing.
import { expect, test } from "vitest";
import { deepFreeze } from "../testing/deep-freeze.ts";
import { SEGMENT_STATES } from "../testing/segment-states.ts";
import { UPLOAD_EVENTS } from "../testing/upload-events.ts";
import {
  busyState,
  describeCommand,
  eventNames,
  isSame,
  moment,
  segmentUpload,
  type Outcome,
  type Row,
} from "../testing/upload-tables.ts";
import { recordingRecord, segmentRecord } from "../testing/upload-records.ts";
import type { RecordingRecord } from "./records.ts";
import { reduce } from "./reduce.ts";
import type { SealState, UploadState } from "./upload-state.ts";

const sealStates = {
  "not asked for": { record: "open", seal: { kind: "none" } },
  "asked for": { record: "ended", seal: { kind: "asking" } },
  waiting: { record: "ended", seal: { kind: "waiting", timer: 3 } },
  stuck: { record: { kind: "stuck", code: "RECORDING_ALTERED" }, seal: { kind: "none" } },
  there: { record: "sealed", seal: { kind: "none" } },
} as const satisfies Record<string, { record: RecordingRecord["state"]; seal: SealState }>;

const askAgain: Outcome = ["ended, asking, 2 failed", "tell", "seal"];
const askAnew: Outcome = ["ended, asking, 0 failed", "tell", "seal"];
const sealTable: Record<keyof typeof sealStates, Row> = {
  "not asked for": retriedTo("open, none, 0 failed"),
  "asked for": {
    sealed: ["sealed, none, 2 failed", "tell"],
    "seal-failed": ["ended, waiting, 3 failed", "start-timer 2000", "tell"],
    "seal-failed, for ever": ["stuck INPUT_INVALID, none, 2 failed", "tell"],
    ...retriedTo("ended, asking, 0 failed"),
  },
  waiting: {
    "timer-rang": askAgain,
    "woken by the network": askAgain,
    ...retriedTo(...askAnew),
  },
  stuck: retriedTo(...askAnew),
  there: retriedTo("sealed, none, 0 failed"),
};

test.each(Object.keys(sealStates) as (keyof typeof sealStates)[])(
  "a manifest that is %s goes where the table says, at every event",
  (state) => {
    const { record, seal } = sealStates[state];
    const wait = state === "waiting" ? ({ untilMs: 5000, code: "TIMEOUT" } as const) : undefined;
    const before = deepFreeze(
      busyState({
        record: recordingRecord(0, { state: record, ...(wait ? { wait } : {}) }),
        seal,
        failedSeals: 2,
        segments: [segmentUpload(0, SEGMENT_STATES.verified)],
      }),
    );
    const outcomes = eventNames.map((event) => {
      const [after, commands] = reduce(before, UPLOAD_EVENTS[event], moment);
      const outcome = [describeSeal(after), ...commands.map(describeCommand)];
      return { event, outcome, isUnchanged: isSame(after, before) };
    });
    const still = [describeSeal(before)];
    expect(outcomes).toEqual(
      eventNames.map((event) => {
        const expected = sealTable[state][event];
        return { event, outcome: expected ?? still, isUnchanged: expected === undefined };
      }),
    );
  },
);

test("a manifest that lacks a segment which was found meanwhile deletes nothing", () => {
  const { record, seal } = sealStates["asked for"];
  const before = busyState({
    record: recordingRecord(0, { state: record }),
    seal,
    segments: [
      segmentUpload(0, SEGMENT_STATES.verified),
      segmentUpload(1, SEGMENT_STATES.verifying),
    ],
  });
  const [after, commands] = reduce(before, UPLOAD_EVENTS.sealed, moment);
  expect(describeSeal(after)).toBe("ended, none, 0 failed");
  expect(commands).toEqual([]);
});

test("no manifest is asked for while a segment is left out", () => {
  const before = busyState({
    record: recordingRecord(0, { state: "ended" }),
    segments: [0, 2].map((sequence) => segmentUpload(sequence, SEGMENT_STATES.verified)),
  });
  const [waiting, commands] = reduce(before, UPLOAD_EVENTS["woken by a session"], moment);
  expect(describeSeal(waiting)).toBe("ended, waiting, 1 failed");
  expect(waiting.recordings[0]?.record.wait?.code).toBe("RECORDING_INCOMPLETE");
  expect(commands.map(describeCommand)).toEqual(["start-timer 500", "tell"]);
  const found = {
    kind: "records-read",
    record: recordingRecord(0, { state: "ended" }),
    segments: [segmentRecord(0, 1, { life: { kind: "verified" } })],
    isSaved: true,
  } as const;
  const [whole] = reduce(waiting, found, moment);
  const [after, more] = reduce(whole, { kind: "timer-rang", timer: 7 }, moment);
  expect(describeSeal(after)).toBe("ended, asking, 1 failed");
  expect(more.map(describeCommand)).toEqual(["tell", "seal"]);
});

/** A retry of any segment gives the seal its attempts back. */
function retriedTo(...outcome: Outcome): Row {
  return { retried: outcome, "retried, all": outcome, "retried, another": outcome };
}

function describeSeal({ recordings: [recording] }: UploadState): string {
  if (recording === undefined) throw new Error("the recording is gone");
  const { record, seal, failedSeals } = recording;
  const state = typeof record.state === "string" ? record.state : `stuck ${record.state.code}`;
  return `${state}, ${seal.kind}, ${failedSeals} failed`;
}
