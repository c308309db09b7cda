// Keeps sound coming while a recording goes on: a microphone that went away is opened again, or another
// in its place, and a browser that holds the sound up is asked to let it flow.
import { AppError, toAppError } from "@tapedeck/core/errors";
import type { Capture } from "./capture.ts";
import type { Environment } from "../environment.ts";

/** As long as a headset takes to connect again, or a person to plug one in. */
const REOPEN_WITHIN_MS = 30_000;

const REOPEN_EVERY_MS = 1000;

/** Most browsers let sound flow again at once when they are asked: until then, nobody need act. */
const TOLD_AFTER_MS = 300;

/**
 * - `open`: sound comes, as far as is known.
 * - `reopening`: the microphone went away, and is looked for.
 * - `suspended`: the browser holds the sound up; a click may be what it waits for.
 */
export type CaptureState = "open" | "reopening" | "suspended";

export interface CaptureKeeper {
  /** @returns what to read sound from; `undefined` when it was closed before. @throws {AppError} MIC_* */
  open(): Promise<Capture | undefined>;
  /** No sound comes: lets go of the microphone and opens it again. */
  reopen(): void;
  /** To be called while a person clicks: some browsers let sound flow only then. */
  resume(): void;
  /** The browser lets sound flow, as far as it says. */
  isFlowing(): boolean;
  close(): Promise<void>;
}

export function keepCapture(options: {
  /** @param device - the one that was chosen, or any other that there is */
  readonly openMicrophone: (device: "chosen" | "any") => Promise<MediaStreamTrack>;
  readonly openCapture: (track: MediaStreamTrack) => Promise<Capture>;
  readonly setTimer: Environment["setTimer"];
  /** Sound comes from this one from now on. */
  readonly onReopened: (capture: Capture) => void;
  readonly onState: (state: CaptureState) => void;
  /** It went away and did not come back. */
  readonly onLost: (error: AppError) => void;
}): CaptureKeeper {
  const { setTimer } = options;
  const closed = Promise.withResolvers<undefined>();
  let isClosed = false;
  let isReopening = false;
  let track: MediaStreamTrack | undefined;
  let capture: Capture | undefined;
  let cancelTimer = () => {};

  async function openWith(device: "chosen" | "any"): Promise<Capture | undefined> {
    const opening = options.openMicrophone(device);
    const opened = await Promise.race([opening, closed.promise]);
    if (opened === undefined) {
      // A prompt cannot be withdrawn: what it gives later is released at once.
      void opening.then(
        (late) => late.stop(),
        () => undefined,
      );
      return undefined;
    }
    track = opened;
    opened.onended = reopen;
    capture = await options.openCapture(opened);
    capture.onFlow(watchFlow);
    if (!isClosed) return capture;
    await release();
    return undefined;
  }

  function watchFlow(isFlowing: boolean): void {
    if (isClosed || isReopening) return;
    cancelTimer();
    if (isFlowing) options.onState("open");
    else askToFlow(TOLD_AFTER_MS);
  }

  function askToFlow(againInMs: number): void {
    capture?.resume();
    cancelTimer = setTimer(againInMs, () => {
      options.onState("suspended");
      askToFlow(REOPEN_EVERY_MS);
    });
  }

  async function release(): Promise<void> {
    cancelTimer();
    if (track) track.onended = null;
    track?.stop();
    const open = capture;
    [track, capture] = [undefined, undefined];
    await open?.close();
  }

  function reopen(): void {
    if (isReopening || isClosed) return;
    isReopening = true;
    options.onState("reopening");
    void tryToReopen().catch((thrown: unknown) => options.onLost(toAppError(thrown)));
  }

  async function tryToReopen(): Promise<void> {
    let why = `did not come back within ${REOPEN_WITHIN_MS / 1000} s`;
    const late = Promise.withResolvers<"late">();
    const cancelDeadline = setTimer(REOPEN_WITHIN_MS, () => late.resolve("late"));
    try {
      await release();
      for (;;) {
        const outcome = await Promise.race([tryOnce(), late.promise]);
        if (isClosed || outcome === "opened") return;
        if (outcome === "denied") why = "may not be used any more";
        if (outcome === "late" || outcome === "denied") break;
        await Promise.race([pause(REOPEN_EVERY_MS), late.promise, closed.promise]);
      }
      options.onLost(new AppError("MIC_LOST", `The microphone went away and ${why}.`));
    } finally {
      cancelDeadline();
    }
  }

  async function tryOnce(): Promise<"opened" | "denied" | "failed"> {
    for (const device of ["chosen", "any"] as const) {
      try {
        const opened = await openWith(device);
        if (opened === undefined) return "failed";
        isReopening = false;
        options.onReopened(opened);
        options.onState("open");
        if (!opened.isFlowing()) watchFlow(false);
        return "opened";
      } catch (thrown) {
        await release().catch(() => undefined);
        const { code } = toAppError(thrown);
        // Nobody takes that back by waiting.
        if (code === "MIC_DENIED") return "denied";
        if (code !== "MIC_ABSENT") return "failed";
      }
    }
    return "failed";
  }

  function pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      cancelTimer = setTimer(ms, resolve);
    });
  }

  return {
    open: async () => {
      const opened = await openWith("chosen");
      if (opened?.isFlowing() === false) watchFlow(false);
      return opened;
    },
    reopen,
    resume: () => capture?.resume(),
    isFlowing: () => capture?.isFlowing() ?? true,
    close: async () => {
      isClosed = true;
      closed.resolve(undefined);
      await release();
    },
  };
}
