// Keeps sound coming during a recording. When the microphone goes away, it opens the same one or another.
// When the browser suspends the sound, it asks the browser to resume.
import { AppError, toAppError } from "@tapedeck/core/errors";
import type { Timer } from "@tapedeck/core/ports";
import type { Capture } from "./capture.ts";

/** A headset reconnects, or a person plugs one in, within this time. */
const REOPEN_WITHIN_MS = 30_000;

const REOPEN_EVERY_MS = 1000;

/** Most browsers resume within this time when asked, so the page need not warn the person before. */
const TOLD_AFTER_MS = 300;

/**
 * - `open`: sound comes, as far as the page knows.
 * - `reopening`: the microphone went away, and the page looks for it or another.
 * - `suspended`: the browser has suspended the sound, and may wait for a click.
 */
export type CaptureState = "open" | "reopening" | "suspended";

export interface ReopeningCapture {
  /** @returns where to read sound; `undefined` if `close` came first. @throws {AppError} MIC_* */
  open(): Promise<Capture | undefined>;
  /** Call it when no sound comes: it releases the microphone and opens one again. */
  reopen(): void;
  /** Call it when the chosen microphone is another: it releases the one that is open, and opens that. */
  change(): void;
  /** Call it during a click: some browsers resume only then. */
  resume(): void;
  /** Whether the browser says that sound flows. */
  isFlowing(): boolean;
  close(): Promise<void>;
}

export function createReopeningCapture(options: {
  /** @param device - `chosen`: the one that the person chose; `any`: whichever the browser offers */
  readonly openMicrophone: (device: "chosen" | "any") => Promise<MediaStreamTrack>;
  readonly openCapture: (track: MediaStreamTrack) => Promise<Capture>;
  readonly setTimer: Timer;
  /** Sound now comes from this capture. */
  readonly onReopened: (capture: Capture) => void;
  readonly onState: (state: CaptureState) => void;
  /** The microphone went away and did not come back. */
  readonly onLost: (error: AppError) => void;
}): ReopeningCapture {
  const { setTimer } = options;
  const closed = Promise.withResolvers<undefined>();
  let isClosed = false;
  let isReopening = false;
  /** Counts the choices: a microphone that opens after the next one was made is not wanted any more. */
  let choice = 0;
  let track: MediaStreamTrack | undefined;
  let capture: Capture | undefined;
  let cancelTimer = () => {};

  async function openWith(device: "chosen" | "any"): Promise<Capture | undefined> {
    const opening = options.openMicrophone(device);
    const opened = await Promise.race([opening, closed.promise]);
    if (opened === undefined) {
      // A page cannot withdraw the prompt. If the person answers later, release the microphone at once.
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
    let why = `did not come back in ${REOPEN_WITHIN_MS / 1000} s`;
    const late = Promise.withResolvers<"late">();
    const cancelDeadline = setTimer(REOPEN_WITHIN_MS, () => late.resolve("late"));
    try {
      await release();
      for (;;) {
        const outcome = await Promise.race([tryOnce(), late.promise]);
        if (isClosed || outcome === "opened") return;
        if (outcome === "changed") continue;
        if (outcome === "denied") why = "may not be used any more";
        if (outcome === "late" || outcome === "denied") break;
        await Promise.race([pause(REOPEN_EVERY_MS), late.promise, closed.promise]);
      }
      options.onLost(new AppError("MIC_LOST", `The microphone went away and ${why}.`));
    } finally {
      cancelDeadline();
    }
  }

  async function tryOnce(): Promise<"opened" | "changed" | "denied" | "failed"> {
    const ofChoice = choice;
    for (const device of ["chosen", "any"] as const) {
      try {
        const opened = await openWith(device);
        if (opened === undefined) return "failed";
        if (choice !== ofChoice) {
          await release();
          return "changed";
        }
        isReopening = false;
        options.onReopened(opened);
        options.onState("open");
        if (!opened.isFlowing()) watchFlow(false);
        return "opened";
      } catch (thrown) {
        await release().catch(() => undefined);
        if (choice !== ofChoice) return "changed";
        const { code } = toAppError(thrown);
        // Waiting does not change a denial.
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
    change: () => {
      choice += 1;
      reopen();
    },
    resume: () => capture?.resume(),
    isFlowing: () => capture?.isFlowing() ?? true,
    close: async () => {
      isClosed = true;
      closed.resolve(undefined);
      await release();
    },
  };
}
