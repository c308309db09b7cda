import { expect, test } from "vitest";
import { renderToString } from "solid-js/web";
import type { DeckState } from "./deck-state.ts";
import { Keys } from "./Keys.tsx";

const ignore = () => undefined;

/** The names of the three buttons; those that do nothing now in brackets. */
function names(
  state: DeckState,
  { canRecord = true, canPlay = true, canChooseMicrophone = true } = {},
) {
  const html = renderToString(() => (
    <Keys
      state={state}
      canRecord={canRecord}
      canPlay={canPlay}
      canChooseMicrophone={canChooseMicrophone}
      microphone="USB Microphone"
      onMicrophone={ignore}
      onRecord={ignore}
      onPauseOrResume={ignore}
      onStop={ignore}
      onPlay={ignore}
    />
  ));
  return [...html.matchAll(/<button([^>]*)>/g)].map(([, attributes = ""]) => {
    const name = /aria-label="([^"]*)"/.exec(attributes)?.[1];
    return attributes.includes('aria-disabled="true"') ? `(${name})` : name;
  });
}

test.each([
  ["first", ["Record", "Play last recording"]],
  ["checking", ["Record", "Play last recording"]],
  ["idle", ["Record", "Play last recording"]],
  ["starting", ["(Record)", "Stop"]],
  ["recording", ["Pause", "Stop"]],
  ["paused", ["Resume", "Stop"]],
  ["stopping", ["(Record)", "(Stop)"]],
  ["saved", ["Record", "Play what was just saved"]],
] as const)("names the keys of the state %s", (state, [big, right]) => {
  expect(names(state)).toEqual(["Microphone: USB Microphone", big, right]);
});

test("a browser that cannot record, and a library without sound, keep their keys in their places", () => {
  expect(names("idle", { canRecord: false, canPlay: false })).toEqual([
    "Microphone: USB Microphone",
    "(Record)",
    "(Play last recording)",
  ]);
});

test("a person who signed out in another tab can only pause, resume and stop", () => {
  const signedOut = { canRecord: false, canPlay: false, canChooseMicrophone: false };
  expect(names("recording", signedOut)).toEqual(["(Microphone: USB Microphone)", "Pause", "Stop"]);
  expect(names("saved", signedOut)).toEqual([
    "(Microphone: USB Microphone)",
    "(Record)",
    "(Play what was just saved)",
  ]);
});
