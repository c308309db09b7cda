// Notes where time is missing from a recording: pauses, sound that the machine dropped, and sleep.
// Nothing is inserted for it: the sounds before and after a gap lie next to each other.
import type { Gap } from "@tapedeck/core/contract";
import { SAMPLE_RATE_HZ } from "@tapedeck/core/limits";

/** Drops that follow each other this closely are one gap: a busy machine drops in bursts. */
const MERGE_WITHIN_SAMPLES = SAMPLE_RATE_HZ;

/** The clock may run ahead of the sound by this much before somebody was asleep. */
const SLEEP_MS = 3000;

/**
 * Only what is still missing this long after counts: sound that was merely late catches up, and a
 * machine that woke up needs a moment.
 */
const SLEEP_SETTLED_MS = 3000;

export interface GapWatch {
  /** A block of sound arrived; with what the capture itself says was dropped before it. */
  block(at: {
    readonly nowMs: number;
    /** Recorded before it, in samples at 48 kHz. */
    readonly startSample: number;
    readonly durationMs: number;
    readonly lostMs: number;
  }): void;
  paused(at: { readonly nowMs: number; readonly startSample: number }): void;
  resumed(at: { readonly nowMs: number }): void;
  /** No sound comes any more: what is late now stays missing. */
  ended(): void;
  /** All so far, in order; the same list until there is a new one. */
  gaps(): readonly Gap[];
}

export function createGapWatch(): GapWatch {
  let gaps: readonly Gap[] = [];
  let pause: { readonly nowMs: number; readonly startSample: number } | undefined;
  /** When the next block is due if nothing is missing: time of day, in ms. */
  let dueMs: number | undefined;
  /** A jump of the clock that may turn out to be sleep. */
  let jump: { readonly atMs: number; readonly startSample: number; leastMs: number } | undefined;

  function add(gap: Gap): void {
    const last = gaps.at(-1);
    const isNear = last && gap.startSample - last.startSample < MERGE_WITHIN_SAMPLES;
    gaps =
      isNear && last.reason === gap.reason && gap.reason === "lost"
        ? [...gaps.slice(0, -1), { ...last, durationMs: last.durationMs + gap.durationMs }]
        : [...gaps, gap];
  }

  function watchClock(nowMs: number, startSample: number): void {
    const lateMs = dueMs === undefined ? 0 : nowMs - dueMs;
    // A clock that was set back, or a microphone whose clock is fast: begin to count anew.
    if (dueMs === undefined || lateMs < 0) dueMs = nowMs;
    if (lateMs > SLEEP_MS) jump ??= { atMs: nowMs, startSample, leastMs: lateMs };
    if (jump === undefined) return;
    jump.leastMs = Math.min(jump.leastMs, lateMs);
    if (jump.leastMs <= SLEEP_MS) jump = undefined;
    else if (nowMs - jump.atMs >= SLEEP_SETTLED_MS) dueMs += settleJump(jump);
  }

  /** @returns how long the gap is */
  function settleJump({ startSample, leastMs }: NonNullable<typeof jump>): number {
    const durationMs = Math.round(leastMs);
    add({ startSample, durationMs, reason: "interrupted" });
    jump = undefined;
    return durationMs;
  }

  return {
    block: ({ nowMs, startSample, durationMs, lostMs }) => {
      const lost = Math.round(lostMs);
      if (lost > 0) {
        add({ startSample, durationMs: lost, reason: "lost" });
        if (dueMs !== undefined) dueMs += lost;
      }
      watchClock(nowMs, startSample);
      if (dueMs !== undefined) dueMs += durationMs;
    },
    paused: (at) => {
      if (jump) settleJump(jump);
      pause = at;
    },
    resumed: ({ nowMs }) => {
      if (pause === undefined) return;
      const durationMs = Math.max(1, Math.round(nowMs - pause.nowMs));
      add({ startSample: pause.startSample, durationMs, reason: "paused" });
      pause = undefined;
      dueMs = undefined;
    },
    ended: () => {
      if (jump) settleJump(jump);
    },
    gaps: () => gaps,
  };
}
