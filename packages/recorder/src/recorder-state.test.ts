import { expect, test } from "vitest";
import { nextState, type RecorderEvent } from "./recorder-state.ts";
import type { RecorderState } from "./snapshot.ts";

const EVENTS = ["start", "sound", "pause", "resume", "stop", "finished"] as const;

/** Every pair, in the order of EVENTS. */
const TABLE: Record<RecorderState, readonly RecorderState[]> = {
  idle: ["starting", "idle", "idle", "idle", "idle", "idle"],
  starting: ["starting", "recording", "starting", "starting", "stopping", "idle"],
  recording: ["recording", "recording", "paused", "recording", "stopping", "idle"],
  paused: ["paused", "paused", "paused", "recording", "stopping", "idle"],
  stopping: ["stopping", "stopping", "stopping", "stopping", "stopping", "idle"],
};

const pairs = (Object.keys(TABLE) as RecorderState[]).flatMap((state) =>
  EVENTS.map((event, index): [RecorderState, RecorderEvent, RecorderState | undefined] => [
    state,
    event,
    TABLE[state][index],
  ]),
);

test.each(pairs)("%s + %s = %s", (state, event, next) => {
  expect(nextState(state, event)).toBe(next);
});
