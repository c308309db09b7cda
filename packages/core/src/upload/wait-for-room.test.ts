// A recording that the server has no room for: what asks, how often, and what a page is told meanwhile.
import { expect, test } from "vitest";
import { AppError } from "../errors.ts";
import { itemsOf } from "../paged-list.ts";
import { idOf, recordingRecord, segmentRecord } from "../testing/upload-records.ts";
import type { UploadCommand } from "./command.ts";
import type { UploadEvent } from "./event.ts";
import { reduce } from "./reduce.ts";
import { NO_UPLOADS, type UploadState } from "./upload-state.ts";

const recordingId = idOf(0);
const MINUTE_MS = 60_000;

/** A leader whose every request for grants is refused: there is no room. */
function createRefused() {
  let state: UploadState = NO_UPLOADS;
  let nowMs = 1000;
  let asked: readonly number[][] = [];
  let timers: readonly { readonly timer: number; readonly inMs: number }[] = [];

  function happen(event: UploadEvent): void {
    const [next, commands] = reduce(state, event, { nowMs, random01: 1, isOnline: true });
    state = next;
    for (const command of commands) take(command);
  }
  function take(command: UploadCommand): void {
    if (command.kind === "start-timer") timers = [...timers, command];
    if (command.kind !== "request-grants") return;
    const sequences = command.segments.map(({ sequence }) => sequence);
    asked = [...asked, sequences];
    const details = { retryAfterMs: MINUTE_MS };
    const error = new AppError("QUOTA_EXCEEDED", "There is no room.", { details });
    happen({ kind: "grants-failed", recordingId, sequences, asked: [], error });
  }
  return {
    happen,
    record: (...sequences: readonly number[]) =>
      happen({
        kind: "records-read",
        record: recordingRecord(0),
        segments: sequences.map((sequence) => segmentRecord(0, sequence)),
        isSaved: true,
      }),
    ringAll: () => {
      nowMs += MINUTE_MS;
      const rung = timers;
      timers = [];
      for (const { timer } of rung) happen({ kind: "timer-rang", timer });
    },
    /** Sequences, by request. */
    asked: () => asked,
    timersMs: () => timers.map(({ inMs }) => inMs),
    segments: () => state.recordings.flatMap(({ segments }) => itemsOf(segments)),
  };
}

test("asks once a minute for all of a recording, however much is recorded meanwhile", () => {
  const refused = createRefused();
  refused.record(0);
  refused.record(1);
  refused.record(2);
  expect(refused.asked()).toEqual([[0]]);
  expect(refused.timersMs()).toEqual([MINUTE_MS]);
  refused.ringAll();
  expect(refused.asked()).toEqual([[0], [0, 1, 2]]);
  refused.record(3);
  expect(refused.timersMs()).toEqual([MINUTE_MS]);
  expect(refused.segments().map(({ record }) => record.wait?.code)).toEqual(
    Array.from({ length: 4 }, () => "QUOTA_EXCEEDED"),
  );
});

test("a backlog of more than one call asks with one call a minute", () => {
  const refused = createRefused();
  refused.record(...Array.from({ length: 350 }, (_, sequence) => sequence));
  refused.ringAll();
  refused.ringAll();
  expect(refused.asked().map(({ length }) => length)).toEqual([100, 100, 100]);
});

test("a look at the page ends no wait for room, because the server asked for it", () => {
  const refused = createRefused();
  refused.record(0);
  refused.happen({ kind: "woken", cause: "network" });
  expect(refused.asked()).toHaveLength(1);
  refused.happen({ kind: "woken", cause: "room" });
  expect(refused.asked()).toHaveLength(2);
});

test("asks for all of a recording when a person retries one segment of it", () => {
  const refused = createRefused();
  refused.record(0, 1, 2);
  refused.happen({ kind: "retried", segment: { recordingId, sequence: 1 } });
  expect(refused.asked()).toEqual([
    [0, 1, 2],
    [0, 1, 2],
  ]);
});

test("waits for room until the answer, and also for a leader that begins with what is on the device", () => {
  const wait = { untilMs: 500, code: "QUOTA_EXCEEDED" } as const;
  const [state, commands] = reduce(
    NO_UPLOADS,
    {
      kind: "records-read",
      record: recordingRecord(0),
      segments: [segmentRecord(0, 0, { wait })],
      isSaved: true,
    },
    { nowMs: 1000, random01: 1, isOnline: true },
  );
  expect(commands.map(({ kind }) => kind)).toEqual(["request-grants"]);
  const waits = (of: UploadState) =>
    of.recordings.flatMap(({ segments }) => itemsOf(segments).map(({ record }) => record.wait));
  expect(waits(state)).toEqual([wait]);
  const grant = { key: "key", url: "https://bucket.example/key", headers: {}, expiresAt: "" };
  const [granted] = reduce(
    state,
    {
      kind: "granted",
      recordingId,
      sequences: [0],
      grants: [grant],
      asked: [],
      verdicts: [],
      told: undefined,
      usableUntilMs: 100_000,
      isServerOlder: false,
    },
    { nowMs: 1100, random01: 1, isOnline: true },
  );
  expect(waits(granted)).toEqual([undefined]);
});
