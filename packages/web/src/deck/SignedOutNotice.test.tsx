import { expect, test } from "vitest";
import { renderText } from "../testing/render-text.ts";
import { SignedOutNotice } from "./SignedOutNotice.tsx";

const render = (isRecording: boolean, heldIn: Parameters<typeof SignedOutNotice>[0]["heldIn"]) =>
  renderText(() => (
    <SignedOutNotice isRecording={isRecording} heldIn={heldIn} onSave={() => undefined} />
  ));

test("offers no copy of sound that is safe on the device", () => {
  expect(render(false, "device")).toBe(
    "You are signed out. What you recorded is safe on this device. It is sent when you sign in again. Sign in",
  );
});

test("says that the page alone holds the sound of a browser without storage, and offers a copy", () => {
  const text = render(true, "this-page");
  expect(text).toMatch(/^You are signed out\. This recording goes on\. /);
  expect(text).toContain("in this page alone");
  expect(text).toMatch(/Sign in Save a copy$/);
});
