import { expect, test } from "vitest";
import { renderText } from "../testing/render-text.ts";
import { SignedOutNotice } from "./SignedOutNotice.tsx";

type Shown = Parameters<typeof SignedOutNotice>[0];

const render = (isRecording: boolean, heldIn: Shown["heldIn"], copies?: Shown["copies"]) =>
  renderText(() => (
    <SignedOutNotice
      isRecording={isRecording}
      heldIn={heldIn}
      copies={copies}
      onSave={() => undefined}
    />
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

test("says why a copy could not be saved, and never to reload the page that alone holds the sound", () => {
  expect(render(false, "this-page", "none")).toContain("There is nothing to copy yet.");
  const text = render(false, "this-page", "STORAGE_FAILED");
  expect(text).toContain(
    "Not all of it could be copied. This device could not store or read the sound.",
  );
  expect(text).not.toContain("Reload");
  expect(render(false, "this-page", "saved")).toBe(render(false, "this-page"));
});
