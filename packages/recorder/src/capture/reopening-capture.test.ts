import { expect, test } from "vitest";
import type { ErrorCode } from "@tapedeck/core/error-codes";
import { AppError } from "@tapedeck/core/errors";
import type { Capture } from "./capture.ts";
import {
  createReopeningCapture,
  type CaptureState,
  type ReopeningCapture,
} from "./reopening-capture.ts";
import { settle } from "../testing/settle.ts";
import { createVirtualClock } from "../testing/virtual-clock.ts";

interface FakeTrack {
  onended: (() => void) | null;
  isStopped: boolean;
  stop(): void;
}

/**
 * @param answers - what opening the microphone gives, one after the other; a track when used up
 * @param onReopening - called while the microphone opens, but not the first time
 */
async function kept(
  answers: readonly ErrorCode[] = [],
  onReopening: (microphone: ReopeningCapture, times: number) => void = () => {},
) {
  const clock = createVirtualClock();
  const tracks: FakeTrack[] = [];
  const asked: string[] = [];
  const captures: (Capture & { flow(isFlowing: boolean): void; resumes: number })[] = [];
  const reopened: Capture[] = [];
  const states: CaptureState[] = [];
  const lost: AppError[] = [];
  const microphone: ReopeningCapture = createReopeningCapture({
    setTimer: clock.setTimer,
    openMicrophone: async (device) => {
      const times = asked.push(device) - 1;
      const code = answers[times - 1];
      if (times > 0) onReopening(microphone, times);
      if (code) throw new AppError(code, "scripted");
      const track: FakeTrack = {
        onended: null,
        isStopped: false,
        stop: () => {
          track.isStopped = true;
        },
      };
      tracks.push(track);
      return track as Partial<MediaStreamTrack> as MediaStreamTrack;
    },
    openCapture: async () => {
      let listener = (_isFlowing: boolean) => {};
      let isFlowing = true;
      const capture = {
        source: { kind: "processor" as const, readable: new ReadableStream<AudioData>() },
        transfer: [],
        resumes: 0,
        isFlowing: () => isFlowing,
        onFlow: (heard: typeof listener) => {
          listener = heard;
        },
        resume: () => {
          capture.resumes += 1;
        },
        flow: (flowing: boolean) => {
          isFlowing = flowing;
          listener(flowing);
        },
        close: async () => {},
      };
      captures.push(capture);
      return capture;
    },
    onReopened: (capture) => reopened.push(capture),
    onState: (state) => states.push(state),
    onLost: (error) => lost.push(error),
  });
  await microphone.open();
  return { asked, captures, clock, microphone, lost, reopened, states, tracks };
}

test("opens a microphone that went away again when it is back", async () => {
  const { asked, captures, clock, lost, reopened, states, tracks } = await kept([
    "MIC_BUSY",
    "MIC_BUSY",
  ]);
  tracks[0]?.onended?.();
  await clock.advance(2500);
  expect(asked).toEqual(["chosen", "chosen", "chosen", "chosen"]);
  expect(reopened).toEqual([captures[1]]);
  expect(states).toEqual(["reopening", "open"]);
  expect(tracks.map(({ isStopped }) => isStopped)).toEqual([true, false]);
  expect(lost).toEqual([]);
});

test("opens another microphone when the chosen one is gone", async () => {
  const { asked, reopened, clock, tracks } = await kept(["MIC_ABSENT"]);
  tracks[0]?.onended?.();
  await clock.advance(0);
  expect(asked).toEqual(["chosen", "chosen", "any"]);
  expect(reopened).toHaveLength(1);
});

test("reports a microphone as lost when it does not come back within half a minute", async () => {
  const { clock, lost, reopened, tracks } = await kept(Array<ErrorCode>(100).fill("MIC_ABSENT"));
  tracks[0]?.onended?.();
  await clock.advance(29_000);
  expect(lost).toEqual([]);
  await clock.advance(2000);
  expect(lost.map(({ code }) => code)).toEqual(["MIC_LOST"]);
  expect(lost[0]?.message).toContain("did not come back in 30 s");
  await clock.advance(60_000);
  expect(reopened).toEqual([]);
  expect(clock.timerCount()).toBe(0);
});

test("changes to the microphone that was chosen: releases the open one first", async () => {
  const { asked, captures, lost, microphone, reopened, states, tracks } = await kept();
  microphone.change();
  expect(states).toEqual(["reopening"]);
  await settle();
  expect(asked).toEqual(["chosen", "chosen"]);
  expect(tracks.map(({ isStopped }) => isStopped)).toEqual([true, false]);
  expect(reopened).toEqual([captures[1]]);
  expect(states).toEqual(["reopening", "open"]);
  expect(lost).toEqual([]);
});

/** The person chooses another while the one that they chose first opens. */
function chooseAgain(microphone: ReopeningCapture, times: number): void {
  if (times === 1) microphone.change();
}

test("a choice that is made while another microphone opens is the one that is opened", async () => {
  const { captures, microphone, reopened, states, tracks } = await kept([], chooseAgain);
  microphone.change();
  await settle();
  expect(tracks.map(({ isStopped }) => isStopped)).toEqual([true, true, false]);
  expect(reopened).toEqual([captures[2]]);
  expect(states).toEqual(["reopening", "open"]);
});

test("a choice that is made while a chosen microphone is denied is opened nevertheless", async () => {
  const { lost, microphone, reopened } = await kept(["MIC_DENIED"], chooseAgain);
  microphone.change();
  await settle();
  expect(lost).toEqual([]);
  expect(reopened).toHaveLength(1);
});

test("a chosen microphone that is not there makes way for another, as after one went away", async () => {
  const { asked, lost, microphone, reopened } = await kept(["MIC_ABSENT"]);
  microphone.change();
  await settle();
  expect(asked).toEqual(["chosen", "chosen", "any"]);
  expect(reopened).toHaveLength(1);
  expect(lost).toEqual([]);
});

test("reports a microphone as lost at once when the browser denies it", async () => {
  const { clock, lost, tracks } = await kept(["MIC_DENIED"]);
  tracks[0]?.onended?.();
  await clock.advance(0);
  expect(lost.map(({ message }) => message)).toEqual([
    "The microphone went away and may not be used any more.",
  ]);
});

test("releases a microphone that comes back after the recording ended", async () => {
  const { clock, microphone, reopened, tracks } = await kept(["MIC_BUSY"]);
  tracks[0]?.onended?.();
  await settle();
  await microphone.close();
  await clock.advance(60_000);
  expect(reopened).toEqual([]);
  expect(tracks.every(({ isStopped }) => isStopped)).toBe(true);
});

test("asks the browser to resume at once, and reports `suspended` only if that does not help", async () => {
  const { captures, clock, states } = await kept();
  captures[0]?.flow(false);
  expect(captures[0]?.resumes).toBe(1);
  await clock.advance(200);
  captures[0]?.flow(true);
  expect(states).toEqual(["open"]);
  captures[0]?.flow(false);
  await clock.advance(999);
  expect(states).toEqual(["open", "suspended"]);
  await clock.advance(5000);
  expect(captures[0]?.resumes).toBeGreaterThan(5);
  captures[0]?.flow(true);
  expect(states.at(-1)).toBe("open");
  expect(clock.timerCount()).toBe(0);
});
