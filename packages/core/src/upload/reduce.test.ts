// Every event in every state of a segment and of a seal. A pair that is in no table changes nothing.
import fc from "fast-check";
import { expect, test } from "vitest";
import type { ErrorCode } from "../error-codes.ts";
import { pagedList } from "../paged-list.ts";
import { deepFreeze } from "../testing/deep-freeze.ts";
import { SEGMENT_STATES, type SegmentStateName } from "../testing/segment-states.ts";
import { UPLOAD_EVENTS, type UploadEventName } from "../testing/upload-events.ts";
import { recordingRecord, segmentRecord } from "../testing/upload-records.ts";
import type { UploadCommand } from "./command.ts";
import type { RecordingRecord } from "./records.ts";
import { reduce } from "./reduce.ts";
import { storedLife, type SegmentState } from "./segment-state.ts";
import {
  NO_UPLOADS,
  segmentOf,
  type RecordingUpload,
  type SealState,
  type SegmentUpload,
  type UploadState,
} from "./upload-state.ts";

const moment = { nowMs: 1000, random01: 1, isOnline: true };

function segmentUpload(sequence: number, state: SegmentState): SegmentUpload {
  const wait = state.kind === "waiting" ? state.wait : undefined;
  const record = segmentRecord(0, sequence, { life: storedLife(state), ...(wait ? { wait } : {}) });
  return {
    record,
    state,
    hasRecord: true,
    isUnsaved: false,
    hasFile: state.kind !== "verified",
    missCount: 0,
  };
}

/** A state in which nothing new can start: what is seen follows from the event alone. */
function busyState({
  segments = [],
  ...changed
}: Partial<Omit<RecordingUpload, "segments">> & {
  readonly segments?: readonly SegmentUpload[];
}): UploadState {
  const recording: RecordingUpload = {
    record: recordingRecord(0),
    isUnsaved: false,
    segments: pagedList(segments),
    dirty: [],
    beingSaved: [],
    seal: { kind: "none" },
    failedSeals: 0,
    hold: undefined,
    ...changed,
  };
  return {
    ...NO_UPLOADS,
    recordings: [recording],
    isRequesting: true,
    isVerifying: true,
    putCount: 10,
    hashCount: 10,
    nextTimer: 7,
    saving: { kind: "busy" },
  };
}

/** The state that follows, and the commands. */
type Outcome = readonly [state: string, ...commands: readonly string[]];
type Row = Partial<Record<UploadEventName, Outcome>>;
const eventNames = Object.keys(UPLOAD_EVENTS) as UploadEventName[];
const stateNames = Object.keys(SEGMENT_STATES) as SegmentStateName[];

const throttled = (next: string): Outcome => [
  `waiting for ${next}: THROTTLED until 3000, timer 7, 3 failed`,
  "start-timer 2000",
  "tell 0",
];
const stuck = (next: string, code: ErrorCode): Outcome => [
  `stuck before ${next}: ${code}`,
  "tell 0",
];
const toUpload = (failedAttempts: number): Outcome => [
  `journaled, ${failedAttempts} failed`,
  "tell 0",
];
const toVerify = (failedAttempts: number): Outcome => [
  `uploaded, ${failedAttempts} failed`,
  "tell 0",
];

const segmentTable: Record<SegmentStateName, Row> = {
  journaled: {},
  unhashed: {},
  hashing: {
    hashed: ["journaled, 2 failed", "tell 0"],
    "hashed, damaged": stuck("unhashed", "SEGMENT_DAMAGED"),
    "hashed, without a file": ["journaled, 2 failed"],
    "hash-failed": [
      "waiting for unhashed: STORAGE_FAILED until 3000, timer 7, 3 failed",
      "start-timer 2000",
      "tell 0",
    ],
  },
  requested: {
    granted: ["granted, 2 failed"],
    "granted, without a grant": [
      "waiting for journaled: INTERNAL until 3000, timer 7, 3 failed",
      "start-timer 2000",
      "tell 0",
    ],
    "grants-failed": throttled("journaled"),
    "grants-failed, for ever": stuck("journaled", "INPUT_INVALID"),
  },
  granted: {},
  uploading: {
    "put-ended": toVerify(0),
    "put-ended, without a file": toVerify(0),
    "put-failed: time helps": [
      "waiting for journaled: CONNECTION_LOST until 3000, timer 7, 3 failed",
      "start-timer 2000",
      "tell 0",
    ],
    "put-failed: it was offline": [
      "waiting for journaled: OFFLINE until 31000, timer 7, 2 failed",
      "start-timer 30000",
      "tell 0",
    ],
    "put-failed: signed out": [
      "waiting for journaled: NOT_SIGNED_IN until 61000, timer 7, 2 failed",
      "start-timer 60000",
      "tell 0",
    ],
    "put-failed: the object exists": toVerify(0),
    "put-failed: refused": [
      "waiting for unhashed: UPLOAD_REFUSED until 3000, timer 7, 3 failed",
      "start-timer 2000",
      "tell 0",
    ],
    "put-failed, for ever": stuck("journaled", "INPUT_INVALID"),
  },
  uploaded: {},
  verifying: {
    "beside grants: verified": ["verified", "tell 0"],
    "beside grants: missing": [
      "waiting for journaled: BUCKET_BLOCKED until 1500, timer 7, 3 failed",
      "start-timer 500",
      "tell 0",
    ],
    "beside grants: no verdict": ["uploaded, 2 failed"],
    "beside grants: failed": ["uploaded, 2 failed"],
    "verdict: verified": ["verified", "tell 0"],
    "verdict: missing": [
      "waiting for journaled: BUCKET_BLOCKED until 1500, timer 7, 3 failed",
      "start-timer 500",
      "tell 0",
    ],
    "verdict: other bytes": stuck("uploaded", "OBJECT_EXISTS"),
    "verdict: no checksum": [
      "waiting for uploaded: CHECKSUM_ABSENT until 3000, timer 7, 3 failed",
      "start-timer 2000",
      "tell 0",
    ],
    "verdict: none": [
      "waiting for uploaded: INTERNAL until 3000, timer 7, 3 failed",
      "start-timer 2000",
      "tell 0",
    ],
    "verify-failed": throttled("uploaded"),
    "verify-failed, for ever": stuck("uploaded", "INPUT_INVALID"),
  },
  verified: {},
  "waiting to upload": {
    "timer-rang": toUpload(2),
    "woken by the network": toUpload(2),
    retried: toUpload(0),
    "retried, all": toUpload(0),
  },
  "waiting to verify": {
    "timer-rang": toVerify(2),
    "woken by the network": toVerify(2),
    retried: toVerify(0),
    "retried, all": toVerify(0),
  },
  "stuck before upload": {
    retried: ["unhashed, 0 failed", "tell 0"],
    "retried, all": ["unhashed, 0 failed", "tell 0"],
  },
  "stuck before verify": { retried: toVerify(0), "retried, all": toVerify(0) },
};

test.each(stateNames)("a segment that is %s goes where the table says, at every event", (state) => {
  const before = deepFreeze(
    busyState({
      segments: [
        segmentUpload(0, SEGMENT_STATES[state]),
        segmentUpload(1, SEGMENT_STATES.requested),
        // As many grants as can be used at once: no more are asked for.
        ...[2, 3, 4, 5].map((sequence) => segmentUpload(sequence, SEGMENT_STATES.granted)),
      ],
    }),
  );
  const outcomes = eventNames.map((event) => {
    const [after, commands] = reduce(before, UPLOAD_EVENTS[event], moment);
    // The event may concern segment 1 too.
    const told = commands.map(describeCommand).filter((each) => !each.endsWith(" 1"));
    const isOfAnother = event.startsWith("beside");
    return {
      event,
      outcome: [describeSegment(stateOf(after)), ...told],
      isUnchanged: isOfAnother ? "not asked" : isSame(after, before),
      counts: [after.putCount, after.hashCount],
    };
  });
  const still = [describeSegment(SEGMENT_STATES[state])];
  expect(outcomes).toEqual(
    eventNames.map((event) => {
      const expected = segmentTable[state][event];
      const isPutOver = state === "uploading" && event.startsWith("put-");
      const isHashOver = state === "hashing" && event.startsWith("hash");
      return {
        event,
        outcome: expected ?? still,
        isUnchanged: event.startsWith("beside") ? "not asked" : expected === undefined,
        counts: [isPutOver ? 9 : 10, isHashOver ? 9 : 10],
      };
    }),
  );
});

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
    "timer-rang, of the seal": askAgain,
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
      segmentUpload(1, SEGMENT_STATES.uploaded),
    ],
  });
  const [after, commands] = reduce(before, UPLOAD_EVENTS.sealed, moment);
  expect(describeSeal(after)).toBe("ended, none, 0 failed");
  expect(commands).toEqual([]);
});

test("an event about a recording that is not known changes nothing", () => {
  const idle = deepFreeze({ ...busyState({}), recordings: [] });
  const others = eventNames.filter((event) => event !== "records-read");
  const outcomes = others.map((event) => reduce(idle, UPLOAD_EVENTS[event], moment));
  expect(outcomes).toEqual(others.map(() => [idle, []]));
});

function isSame(a: UploadState, b: UploadState): boolean {
  return fc.stringify(a) === fc.stringify(b);
}

/** A retry of any segment gives the seal its attempts back. */
function retriedTo(...outcome: Outcome): Row {
  return { retried: outcome, "retried, all": outcome, "retried, another": outcome };
}

function stateOf(state: UploadState): SegmentState {
  const upload = state.recordings[0] && segmentOf(state.recordings[0], 0);
  if (upload === undefined) throw new Error("the segment is gone");
  return upload.state;
}

function describeSegment(state: SegmentState): string {
  switch (state.kind) {
    case "verified":
      return state.kind;
    case "stuck":
      return `stuck before ${state.next}: ${state.code}`;
    case "waiting": {
      const { next, wait, timer, failedAttempts } = state;
      const until = `${wait.code} until ${wait.untilMs}, timer ${timer}`;
      return `waiting for ${next}: ${until}, ${failedAttempts} failed`;
    }
    default:
      return `${state.kind}, ${state.failedAttempts} failed`;
  }
}

function describeSeal({ recordings: [recording] }: UploadState): string {
  if (recording === undefined) throw new Error("the recording is gone");
  const { record, seal, failedSeals } = recording;
  const state = typeof record.state === "string" ? record.state : `stuck ${record.state.code}`;
  return `${state}, ${seal.kind}, ${failedSeals} failed`;
}

function describeCommand(command: UploadCommand): string {
  if (command.kind === "tell") return ["tell", ...command.sequences].join(" ");
  return command.kind === "start-timer" ? `start-timer ${command.inMs}` : command.kind;
}
