// Every event in every state of a segment. A pair that is not in the table changes nothing.
import { expect, test } from "vitest";
import type { ErrorCode } from "../error-codes.ts";
import { deepFreeze } from "../testing/deep-freeze.ts";
import { SEGMENT_STATES, type SegmentStateName } from "../testing/segment-states.ts";
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
import { reduce } from "./reduce.ts";
import type { SegmentState } from "./segment-state.ts";
import { segmentOf, type UploadState } from "./upload-state.ts";

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
  // The device hears nothing until an answer comes: there is no room until then.
  "waiting for room": {
    "timer-rang": ["journaled, 2 failed"],
    "woken by room": ["journaled, 2 failed"],
    retried: ["journaled, 0 failed"],
    "retried, another": ["journaled, 0 failed"],
    "retried, all": ["journaled, 0 failed"],
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
    };
  });
  const still = [describeSegment(SEGMENT_STATES[state])];
  expect(outcomes).toEqual(
    eventNames.map((event) => {
      const expected = segmentTable[state][event];
      return {
        event,
        outcome: expected ?? still,
        isUnchanged: event.startsWith("beside") ? "not asked" : expected === undefined,
      };
    }),
  );
});

test("an event about a recording that is not known changes nothing", () => {
  const idle = deepFreeze({ ...busyState({}), recordings: [] });
  const others = eventNames.filter((event) => event !== "records-read");
  const outcomes = others.map((event) => reduce(idle, UPLOAD_EVENTS[event], moment));
  expect(outcomes).toEqual(others.map(() => [idle, []]));
});

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
