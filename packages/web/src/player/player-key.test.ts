import { expect, test } from "vitest";
import { playerKey } from "./player-key.ts";

const DURATION_MS = 100_000;

/** What a key does at 50 s of 100 s. */
function press(key: string, held: { readonly shiftKey?: true; readonly ctrlKey?: true } = {}) {
  const done: string[] = [];
  let isPrevented = false;
  const event = {
    key,
    shiftKey: false,
    ctrlKey: false,
    metaKey: false,
    altKey: false,
    defaultPrevented: false,
    preventDefault: () => (isPrevented = true),
    ...held,
  };
  const meant = playerKey(event, {
    seek: (toMs) => done.push(`to ${toMs}`),
    skip: (byMs) => done.push(`by ${byMs}`),
    playing: () => ({
      recordingId: "",
      isPaused: false,
      positionMs: 50_000,
      durationMs: DURATION_MS,
    }),
  });
  expect(meant).toBe(isPrevented);
  return done;
}

test.each([
  ["ArrowLeft", "by -15000"],
  ["ArrowRight", "by 15000"],
  ["ArrowDown", "by -15000"],
  ["ArrowUp", "by 15000"],
  ["Home", "to 0"],
  ["End", "to 100000"],
  ["0", "to 0"],
  ["7", "to 70000"],
])("%s moves %s ms", (key, done) => {
  expect(press(key)).toEqual([done]);
});

test("Shift makes the steps of the arrows a second", () => {
  expect(press("ArrowLeft", { shiftKey: true })).toEqual(["by -1000"]);
  expect(press("ArrowRight", { shiftKey: true })).toEqual(["by 1000"]);
});

test("leaves other keys, and those of the browser, alone", () => {
  expect(press("a")).toEqual([]);
  expect(press("Tab")).toEqual([]);
  expect(press("ArrowLeft", { ctrlKey: true })).toEqual([]);
});
