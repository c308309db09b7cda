import { describe, expect, test } from "vitest";
import {
  durableLife,
  nextLife,
  revivedLife,
  type SegmentEvent,
  type SegmentLife,
} from "./segment-life.ts";

const states = {
  journaled: { kind: "journaled", failedAttempts: 2 },
  uploading: { kind: "uploading", sentBytes: 10, failedAttempts: 2 },
  uploaded: { kind: "uploaded", failedAttempts: 2 },
  verified: { kind: "verified" },
  "waiting to upload": {
    kind: "waiting",
    untilMs: 5,
    code: "TIMEOUT",
    next: "upload",
    failedAttempts: 2,
  },
  "waiting to verify": {
    kind: "waiting",
    untilMs: 5,
    code: "TIMEOUT",
    next: "verify",
    failedAttempts: 2,
  },
  "stuck before upload": { kind: "stuck", code: "UPLOAD_REFUSED", next: "upload" },
  "stuck before verify": { kind: "stuck", code: "OBJECT_EXISTS", next: "verify" },
} as const satisfies Record<string, SegmentLife>;

const events = {
  "put-started": { kind: "put-started" },
  "put-progressed": { kind: "put-progressed", sentBytes: 20 },
  "put-ended": { kind: "put-ended" },
  "found-verified": { kind: "found-verified" },
  "found-missing": { kind: "found-missing" },
  "postponed, counting": { kind: "postponed", untilMs: 9, code: "THROTTLED", counts: true },
  "postponed, free": { kind: "postponed", untilMs: 9, code: "OFFLINE", counts: false },
  "given-up": { kind: "given-up", code: "INPUT_INVALID" },
  woken: { kind: "woken" },
  retried: { kind: "retried" },
} as const satisfies Record<string, SegmentEvent>;

type State = keyof typeof states;
type Event = keyof typeof events;

const verified: SegmentLife = { kind: "verified" };
const journaled = (failedAttempts: number): SegmentLife => ({ kind: "journaled", failedAttempts });
const uploaded = (failedAttempts: number): SegmentLife => ({ kind: "uploaded", failedAttempts });
const throttled = (next: "upload" | "verify"): SegmentLife => ({
  kind: "waiting",
  untilMs: 9,
  code: "THROTTLED",
  next,
  failedAttempts: 3,
});
const offline = (next: "upload" | "verify"): SegmentLife => ({
  kind: "waiting",
  untilMs: 9,
  code: "OFFLINE",
  next,
  failedAttempts: 2,
});
const stuck = (next: "upload" | "verify"): SegmentLife => ({
  kind: "stuck",
  code: "INPUT_INVALID",
  next,
});

/** Every pair that changes the state; every pair that is not here leaves it alone. */
const changes: Record<State, Partial<Record<Event, SegmentLife>>> = {
  journaled: {
    "put-started": { kind: "uploading", sentBytes: 0, failedAttempts: 2 },
    "put-ended": uploaded(0),
    "found-verified": verified,
    "postponed, counting": throttled("upload"),
    "postponed, free": offline("upload"),
    "given-up": stuck("upload"),
  },
  uploading: {
    "put-progressed": { kind: "uploading", sentBytes: 20, failedAttempts: 2 },
    "put-ended": uploaded(0),
    "found-verified": verified,
    "postponed, counting": throttled("upload"),
    "postponed, free": offline("upload"),
    "given-up": stuck("upload"),
  },
  uploaded: {
    "found-verified": verified,
    "found-missing": journaled(2),
    "postponed, counting": throttled("verify"),
    "postponed, free": offline("verify"),
    "given-up": stuck("verify"),
  },
  verified: {},
  "waiting to upload": {
    "found-verified": verified,
    woken: journaled(2),
    retried: journaled(0),
  },
  "waiting to verify": {
    "found-verified": verified,
    woken: uploaded(2),
    retried: uploaded(0),
  },
  "stuck before upload": { "found-verified": verified, retried: journaled(0) },
  "stuck before verify": { "found-verified": verified, retried: uploaded(0) },
};

const stateNames = Object.keys(states) as State[];
const eventNames = Object.keys(events) as Event[];
const pairs = stateNames.flatMap((state) => eventNames.map((event) => ({ state, event })));

describe("the life of a segment", () => {
  test.each(pairs)("$state, when $event", ({ state, event }) => {
    const before = states[state];
    const after = nextLife(before, events[event]);
    const change = changes[state][event];
    expect(after).toEqual(change ?? before);
    expect(after === before).toBe(change === undefined);
  });

  test("nothing but the server's word makes a segment verified", () => {
    const others = pairs.filter(
      ({ state, event }) => state !== "verified" && event !== "found-verified",
    );
    for (const { state, event } of others) {
      expect(nextLife(states[state], events[event]).kind).not.toBe("verified");
    }
  });

  test.each<[State, string]>([
    ["journaled", "journaled"],
    ["uploading", "journaled"],
    ["uploaded", "uploaded"],
    ["verified", "verified"],
    ["waiting to upload", "journaled"],
    ["waiting to verify", "uploaded"],
    ["stuck before upload", "stuck"],
    ["stuck before verify", "stuck"],
  ])("%s is stored as %s, and comes back as that with all its attempts", (state, kind) => {
    const durable = durableLife(states[state]);
    expect(durable.kind).toBe(kind);
    const revived = revivedLife(durable);
    expect(durableLife(revived)).toEqual(durable);
    expect("failedAttempts" in revived ? revived.failedAttempts : 0).toBe(0);
  });
});
