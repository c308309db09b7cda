// The engine that a simulated tab runs: the one of today, or the one of the release before.
import { AppError, toAppError } from "@tapedeck/core/errors";
import { startEncoding } from "../../packages/recorder/src/encode/encoding.ts";
import { createRecordingJournal } from "../../packages/recorder/src/journal/recording-journal.ts";
import type { Recorder } from "../../packages/recorder/src/recorder.ts";
import type { RecorderSnapshot, SegmentSnapshot } from "../../packages/recorder/src/snapshot.ts";
import { createServerClock } from "../../packages/web/src/api/server-clock.ts";
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
  readonly segments: readonly (Pick<SegmentSnapshot, "recordingId" | "sequence"> & {
    readonly status: { readonly kind: string };
  })[];
}

/** Of today's, the segments of each recording are asked for by themselves. */
export function asTabRecorder(recorder: Recorder): TabRecorder {
  return {
    ...recorder,
    snapshot: () => {
      const snapshot = recorder.snapshot();
      return {
        ...snapshot,
        get segments() {
          return snapshot.recordings.flatMap(({ recordingId }) => recorder.segments(recordingId));
        },
      };
    },
  };
}

/** What the simulation takes from an engine besides its recorder. */
export interface Engine {
  /** Its code cannot be mended any more. */
  readonly isOld: boolean;
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
  isOld: false,
  createRecordingJournal,
  startEncoding,
  createServerClock,
  errorOf: toAppError,
};

const BEFORE: Engine = {
  isOld: true,
  createRecordingJournal: before.createRecordingJournal,
  startEncoding: before.startEncoding,
  createServerClock: before.createServerClock,
  errorOf: (thrown) => {
    if (!(thrown instanceof AppError)) return before.toAppError(thrown);
    const { message, details } = thrown;
    // The page of that release does not know the code, and takes any 429 for this one.
    const code = thrown.code === "QUOTA_EXCEEDED" ? "THROTTLED" : thrown.code;
    return new before.AppError(code, message, { details });
  },
};
