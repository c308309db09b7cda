// The engine that a simulated tab runs: the one of today, or the one of the release before.
import { AppError, toAppError } from "@tapedeck/core/errors";
import { startEncoding } from "@tapedeck/recorder/encoding";
import { createRecordingJournal } from "@tapedeck/recorder/journal/recording-journal";
import type { Recorder } from "@tapedeck/recorder/recorder";
import type { RecorderSnapshot } from "@tapedeck/recorder/snapshot";
import { createServerClock } from "../../packages/web/src/server-clock.ts";
import * as before from "./release-before/engine.js";

/**
 * - `before`: commit 61d016d, whose code is in release-before/.
 * - `before-that`: commit eaeb75c, as other tabs meet it: see old-tab.ts. Inside, it runs the code of `before`.
 */
export type Release = "today" | "before" | "before-that";

/** What people do with a recorder, and what its page shows of it; the same in each release. */
export interface TabRecorder extends Pick<
  Recorder,
  "start" | "stop" | "pause" | "resume" | "wake" | "subscribe"
> {
  snapshot(): TabSnapshot;
}

export interface TabSnapshot extends Pick<RecorderSnapshot, "state" | "safety"> {
  readonly recordings: readonly Pick<
    RecorderSnapshot["recordings"][number],
    "recordingId" | "state"
  >[];
  readonly segments: readonly Pick<
    RecorderSnapshot["segments"][number],
    "recordingId" | "sequence" | "status"
  >[];
}

/** What the simulation takes from an engine besides its recorder. */
export interface Engine {
  readonly createRecordingJournal: typeof createRecordingJournal;
  readonly startEncoding: typeof startEncoding;
  readonly createServerClock: typeof createServerClock;
  /** What the simulated world throws, as an error of this engine's own class. */
  readonly errorOf: (thrown: unknown) => AppError;
}

export function engineOf(release: Release): Engine {
  return release === "today" ? TODAY : BEFORE;
}

const TODAY: Engine = {
  createRecordingJournal,
  startEncoding,
  createServerClock,
  errorOf: toAppError,
};

const BEFORE: Engine = {
  createRecordingJournal: before.createRecordingJournal,
  startEncoding: before.startEncoding,
  createServerClock: before.createServerClock,
  errorOf: (thrown) => {
    if (!(thrown instanceof AppError)) return before.toAppError(thrown);
    const { code, message, details } = thrown;
    return new before.AppError(code, message, { details });
  },
};
