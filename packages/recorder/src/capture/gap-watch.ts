// Finds the gaps of a recording: pauses, lost sound, and sleep. The recorder inserts nothing for a gap:
// the sounds before and after it are adjacent.
import type { Gap } from "@tapedeck/core/contract";
import { joinNearest } from "@tapedeck/core/gaps";
import { RECORDER_LIMITS, SAMPLE_RATE_HZ } from "@tapedeck/core/limits";
import { createLostWatch, type LostNews } from "./lost-watch.ts";
import {
  gapsOfSetClock,
  withoutGaps,
  type ServerTime,
  type UnsureGaps,
} from "@tapedeck/core/upload/unsure-gaps";

/** Losses that follow each other this closely are one gap: a busy machine loses in bursts. */
const MERGE_WITHIN_SAMPLES = SAMPLE_RATE_HZ;

/** A longer gap means that something stood still; a shorter one, that a busy machine dropped sound. */
const INTERRUPTED_MS = 3000;

/** If the two clocks move apart by less than this, the machine did not sleep. */
const JUMP_MS = 3000;

/** A message between threads or tabs takes less time, unless a person set the clock meanwhile. */
const TOLD_WITHIN_MS = 10_000;

/** Late sound takes back no loss that is older than this. */
const LATE_WITHIN_SAMPLES = 60 * SAMPLE_RATE_HZ;

/** If late sound leaves less than this of a gap, the gap goes away. */
const LEAST_GAP_MS = 20;

/** Both clocks of the device at one moment, in ms. */
export interface Moment {
  /** A monotonic clock; outside Windows, it stops while the machine sleeps. */
  readonly monotonicMs: number;
  /** The time of day. */
  readonly wallMs: number;
}

export interface GapWatch {
  /** A block arrived. During a pause too: the recorder drops it, but its time still counts. */
  block(at: {
    readonly moment: Moment;
    /** Recorded before it, in samples at 48 kHz. */
    readonly startSample: number;
    readonly durationMs: number;
  }): void;
  paused(at: { readonly moment: Moment; readonly startSample: number }): void;
  resumed(at: { readonly moment: Moment }): void;
  /** No more sound will come: sound that is late now is lost. */
  ended(): void;
  /** The server told its time. */
  serverTime(time: ServerTime): void;
  /** All gaps so far, in order, at most as many as a manifest names; the same list until one changes. */
  gaps(): readonly Gap[];
  /** The gaps that may turn out to be no gaps; `undefined` while all are sure. */
  unsure(): UnsureGaps | undefined;
}

interface NotedGap extends Gap {
  readonly foundBy: "pause" | "sound" | "clocks";
  /** It is no gap if a person set the clock then: the server's next answer decides. */
  readonly isUnsure?: true;
}

type Offset = Pick<ServerTime, "offsetMs" | "errorMs">;

/** @param options - see {@link createLostWatch} */
export function createGapWatch(options: { readonly bufferMs?: number } = {}): GapWatch {
  const lostWatch = createLostWatch(options);
  let noted: readonly NotedGap[] = [];
  let gaps: readonly Gap[] | undefined;
  let pause: { readonly monotonicMs: number; readonly startSample: number } | undefined;
  let lastMoment: Moment | undefined;
  let recordedSamples = 0;
  /** `undefined` until an answer tells it. */
  let serverTime: Offset | undefined;

  function change(changed: readonly NotedGap[]): void {
    const unsure = changed.filter(({ isUnsure }) => isUnsure);
    const sure = unsure.length > 0 ? changed.filter(({ isUnsure }) => !isUnsure) : changed;
    const named = joinNearest(sure, RECORDER_LIMITS.gapsPerRecording - unsure.length);
    noted = named === sure ? changed : [...named, ...unsure].toSorted(byPlace);
    gaps = undefined;
  }

  function add(gap: NotedGap): void {
    const index = noted.findLastIndex(({ startSample }) => startSample <= gap.startSample);
    const before = noted[index];
    const isNear = before && gap.startSample - before.startSample < MERGE_WITHIN_SAMPLES;
    if (isNear && before.reason === "lost" && gap.reason === "lost") {
      const durationMs = before.durationMs + gap.durationMs;
      change(noted.with(index, { ...before, durationMs }));
    } else {
      change(noted.toSpliced(index + 1, 0, gap));
    }
  }

  /** Newest gap first: late sound fills the last loss first. */
  function takeBack(lateMs: number): void {
    let leftMs = Math.round(lateMs);
    for (let index = noted.length - 1; index >= 0 && leftMs > 0; index--) {
      const gap = noted[index];
      if (!gap || gap.startSample < recordedSamples - LATE_WITHIN_SAMPLES) return;
      if (gap.foundBy !== "sound") continue;
      const durationMs = gap.durationMs - leftMs;
      leftMs -= gap.durationMs;
      change(
        durationMs < LEAST_GAP_MS
          ? noted.toSpliced(index, 1)
          : noted.with(index, { ...gap, durationMs }),
      );
    }
  }

  function takeNews(news: readonly LostNews[]): void {
    for (const each of news) {
      if (each.kind === "late") {
        takeBack(each.durationMs);
        continue;
      }
      const durationMs = Math.round(each.durationMs);
      const reason = durationMs >= INTERRUPTED_MS ? "interrupted" : "lost";
      add({ startSample: each.startSample, durationMs, reason, foundBy: "sound" });
    }
  }

  /** The monotonic clock stops during sleep; the time of day does not. */
  function watchClocks(moment: Moment, startSample: number): void {
    const jumpMs = lastMoment === undefined ? 0 : aheadMs(moment) - aheadMs(lastMoment);
    lastMoment = moment;
    // Sleep cannot move the time of day back, so a person set the clock.
    if (jumpMs <= -JUMP_MS && serverTime) {
      serverTime = { ...serverTime, offsetMs: serverTime.offsetMs - jumpMs };
      // The record of unsure gaps holds this offset: make a new list, so that it is written again.
      if (noted.some(({ isUnsure }) => isUnsure)) gaps = undefined;
    }
    if (jumpMs < JUMP_MS) return;
    const gap: NotedGap = {
      startSample,
      durationMs: Math.round(jumpMs),
      reason: pause ? "paused" : "interrupted",
      foundBy: "clocks",
    };
    add(serverTime ? { ...gap, isUnsure: true } : gap);
  }

  function unsureGaps(): UnsureGaps | undefined {
    const unsure = noted.filter(({ isUnsure }) => isUnsure).map(plainGap);
    return serverTime && unsure.length > 0 ? { ...serverTime, gaps: unsure } : undefined;
  }

  return {
    block: ({ moment, startSample, durationMs }) => {
      watchClocks(moment, startSample);
      recordedSamples = startSample;
      const endSample = startSample + Math.round((durationMs * SAMPLE_RATE_HZ) / 1000);
      takeNews(
        lostWatch.block({
          atMs: moment.monotonicMs,
          durationMs,
          endSample: pause === undefined ? endSample : undefined,
        }),
      );
    },
    paused: ({ moment, startSample }) => {
      pause = { monotonicMs: moment.monotonicMs, startSample };
      lostWatch.rest();
    },
    resumed: ({ moment }) => {
      if (pause === undefined) return;
      watchClocks(moment, pause.startSample);
      const durationMs = Math.max(1, Math.round(moment.monotonicMs - pause.monotonicMs));
      const { startSample } = pause;
      add({ startSample, durationMs, reason: "paused", foundBy: "pause" });
      pause = undefined;
    },
    ended: () => takeNews(lostWatch.ended()),
    serverTime: (time) => {
      // The message was sent before the machine slept, or before a person set the clock.
      const isOld =
        Math.abs((lastMoment?.wallMs ?? time.toldAtMs) - time.toldAtMs) > TOLD_WITHIN_MS;
      if (isOld) return;
      const unsure = unsureGaps();
      const none = unsure && gapsOfSetClock(unsure, time);
      if (unsure && !none) return;
      if (!serverTime || unsure || isBetter(time, serverTime)) {
        serverTime = { offsetMs: time.offsetMs, errorMs: time.errorMs };
      }
      if (!none) return;
      const isNone = (gap: NotedGap) => gap.isUnsure && withoutGaps([gap], none).length === 0;
      change(noted.filter((gap) => !isNone(gap)).map(sureGap));
    },
    gaps: () => (gaps ??= noted.map(plainGap)),
    unsure: unsureGaps,
  };
}

/** Whether it is more exact, or contradicts the other. */
function isBetter(time: Offset, than: Offset): boolean {
  const differenceMs = Math.abs(time.offsetMs - than.offsetMs);
  return time.errorMs <= than.errorMs || differenceMs > time.errorMs + than.errorMs;
}

function byPlace(a: Gap, b: Gap): number {
  return a.startSample - b.startSample;
}

function sureGap(gap: NotedGap): NotedGap {
  return { ...plainGap(gap), foundBy: gap.foundBy };
}

function plainGap({ startSample, durationMs, reason }: Gap): Gap {
  return { startSample, durationMs, reason };
}

function aheadMs({ wallMs, monotonicMs }: Moment): number {
  return wallMs - monotonicMs;
}
