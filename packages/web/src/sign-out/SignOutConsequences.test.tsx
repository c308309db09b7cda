import { afterEach, expect, test, vi } from "vitest";
import { renderText } from "../testing/render-text.ts";
import type { LeftOver } from "./left-over.ts";
import { sendingStatus, SignOutConsequences, signOutTitle } from "./SignOutConsequences.tsx";

const onDevice: LeftOver = {
  unsentMs: 34_000,
  mayBeMore: false,
  isRecording: false,
  isRecordingElsewhere: false,
  isInMemory: false,
  mayBeForgotten: false,
  isStuck: false,
  waitsForSignIn: false,
  waitsForRoom: false,
  recordings: [],
};

const render = (over: Partial<LeftOver>) =>
  renderText(() => <SignOutConsequences leftOver={{ ...onDevice, ...over }} elapsedMs={65_000} />);

afterEach(() => {
  vi.unstubAllGlobals();
});

test("promises that sound on the device stays there until its owner signs in again", () => {
  expect(render({})).toBe(
    "If you sign out anyway, it stays on this device, and is sent when you sign in here again. " +
      "Others who sign in here do not see it.",
  );
});

test("warns that the browser may forget the sound", () => {
  expect(render({ mayBeForgotten: true })).toMatch(
    /This browser may forget it once the window closes\.$/,
  );
});

test("says that sound in memory is lost, and does not promise that it stays", () => {
  const text = render({ isInMemory: true, mayBeForgotten: true });
  expect(text).toMatch(/it is lost\.$/);
  expect(text).not.toContain("stays on this device");
});

test("says what happens to the recordings of this tab and of another one", () => {
  const text = render({ isRecording: true, isRecordingElsewhere: true });
  expect(text).toContain("Signing out ends the recording at 1:05.");
  expect(text).toContain("A recording that runs in another tab goes on there");
});

test.each<[string, Partial<LeftOver>]>([
  ["34 s are only on this device", {}],
  ["1 s is only on this device", { unsentMs: 900 }],
  ["34 s are only in this page", { isInMemory: true }],
  ["You are recording", { unsentMs: 0, isRecording: true }],
  ["A recording is not finished in your bucket yet", { unsentMs: 0 }],
  ["Some sound is only on this device", { unsentMs: 0, mayBeMore: true }],
])("asks under the title “%s”", (title, over) => {
  expect(signOutTitle({ ...onDevice, ...over })).toBe(title);
});

test.each<[RegExp, boolean, Partial<LeftOver>]>([
  [/^Sending\. You are signed out when all of it/, true, {}],
  [/^You are offline\./, false, { isStuck: true }],
  [
    /^You are signed out\. Sign in again/,
    true,
    { waitsForSignIn: true, isRecordingElsewhere: true },
  ],
  [/Stop the recording in your other tab/, true, { isRecordingElsewhere: true }],
  [/^Some of it cannot be sent\. Save a copy/, true, { isStuck: true }],
  [/^Your storage is full\. Save a copy/, true, { waitsForRoom: true }],
])("says while it sends: %s", (sentence, onLine, over) => {
  vi.stubGlobal("navigator", { onLine });
  expect(sendingStatus({ ...onDevice, ...over })).toMatch(sentence);
});
