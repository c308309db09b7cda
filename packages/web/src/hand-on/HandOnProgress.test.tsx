import { expect, test } from "vitest";
import { renderText } from "../testing/render-text.ts";
import type { HandOnState } from "./create-hand-on.ts";
import { offeredFormats } from "./formats.ts";
import { HandOnProgress } from "./HandOnProgress.tsx";

const format = offeredFormats(false)[1];
const render = (state: HandOnState) =>
  renderText(() => <HandOnProgress state={state} onCancel={() => undefined} />);

test("shows how far the file is, and how to stop it", () => {
  if (!format) throw new Error("there is no WAV");
  const making = { kind: "making", format, share: 0.4 } as const;
  expect(render({ ...making, isWaiting: false })).toBe("Making the WAV, 40% Cancel");
  expect(render({ ...making, isWaiting: true })).toBe("The WAV waits for the network, 40% Cancel");
});

test("says why there is no file, and nothing when nothing is made", () => {
  expect(render({ kind: "failed", code: "WEBM_INVALID" })).toContain(
    "Something went wrong in Tapedeck.",
  );
  expect(render({ kind: "failed", code: "NOT_SIGNED_IN" })).toBe(
    "You are signed out. Sign in again; what you recorded waits here.",
  );
  for (const code of ["RECORDING_DELETED", "RECORDING_NOT_FOUND"] as const) {
    expect(render({ kind: "failed", code })).toBe(
      "This recording was deleted, so there is no file of it.",
    );
  }
  expect(render({ kind: "idle" })).toBe("");
});
