import { expect, test } from "vitest";
import type { ErrorCode } from "@tapedeck/core/error-codes";
import { AppError } from "@tapedeck/core/errors";
import { idOf } from "../../../recorder/src/testing/recording-ids.ts";
import { idleSnapshot } from "../testing/snapshots.ts";
import { createHandOn } from "./create-hand-on.ts";
import { offeredFormats } from "./formats.ts";

const recording = { recordingId: idOf(1), title: undefined, startedAtMs: 0 };

/** A player whose every question to the API fails. */
const playerThat = (code: ErrorCode) => ({
  load: async () => ({
    sounds: {
      getRecording: () => Promise.reject(new AppError(code, "No.")),
      recorder: {
        snapshot: () => idleSnapshot(),
        subscribe: () => () => undefined,
        deviceCopies: () => Promise.resolve([]),
      },
    },
  }),
});

test.each(["save", "share"] as const)(
  "a person who was signed out elsewhere is told so when they %s a file",
  async (act) => {
    const [format] = offeredFormats(false);
    if (format === undefined) throw new Error("there is no format");
    const handOn = createHandOn(playerThat("NOT_SIGNED_IN"), () => recording);
    await handOn[act](format);
    expect(handOn.state()).toEqual({ kind: "failed", code: "NOT_SIGNED_IN" });
  },
);

test("a player whose code does not come is told of", async () => {
  const [format] = offeredFormats(false);
  if (format === undefined) throw new Error("there is no format");
  const handOn = createHandOn({ load: () => Promise.resolve(undefined) }, () => recording);
  await handOn.save(format);
  expect(handOn.state()).toEqual({ kind: "failed", code: "APP_INCOMPLETE" });
});
