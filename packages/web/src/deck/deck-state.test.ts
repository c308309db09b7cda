import { expect, test } from "vitest";
import { bigKey, deckState, rightKey } from "./deck-state.ts";

const AT_REST = {
  recorder: "idle",
  hasSaved: false,
  isChecking: false,
  isMicrophoneNew: false,
} as const;

test.each([
  [{}, "idle"],
  [{ isMicrophoneNew: true }, "first"],
  [{ hasSaved: true }, "saved"],
  [{ hasSaved: true, isMicrophoneNew: true }, "saved"],
  [{ isChecking: true, hasSaved: true }, "checking"],
  [{ recorder: "paused", isChecking: true, hasSaved: true }, "paused"],
] as const)("of %j the deck shows %s", (facts, state) => {
  expect(deckState({ ...AT_REST, ...facts })).toBe(state);
});

test.each([
  ["first", "record", "play-last"],
  ["checking", "record", "play-last"],
  ["idle", "record", "play-last"],
  ["starting", "record", "stop"],
  ["recording", "pause", "stop"],
  ["paused", "resume", "stop"],
  ["stopping", "record", "stop"],
  ["saved", "record", "play-saved"],
] as const)("in the state %s the keys are %s and %s", (state, big, right) => {
  expect([bigKey(state), rightKey(state)]).toEqual([big, right]);
});
