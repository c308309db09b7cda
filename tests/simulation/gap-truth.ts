// What is really missing from one recording, as the simulation knows it. The gaps of the manifest must
// say exactly that.
import type { ManifestGap } from "@tapedeck/core/contract";
import type { ServerTime } from "@tapedeck/core/upload/unsure-gaps";
import type { PcmSource } from "../../packages/recorder/src/capture/pcm-source.ts";
import type { DeviceTime } from "./device-time.ts";

/** The recorder takes a shorter jump for no sleep. */
const LEAST_JUMP_MS = 3000;

/** The recorder measures a lost stretch of sound with this error. */
const COUNTING_ERROR_MS = 20;

/** The recorder reports a loss after this much more sound; at the end of the recording, after less. */
const SETTLED_MS = 4500;
const SETTLED_AT_END_MS = 1500;

/** The recorder tolerates more delay while a microphone opens. */
const OPENING_MS = 1500;

/** Two lengths that differ by less look the same to the recorder, because answers take time. */
const ALIKE_MS = 12_000;

interface Jump {
  /** How long the device slept since the last block, and by how much its clock was set. */
  readonly sleptMs: number;
  readonly setByMs: number;
  readonly isPaused: boolean;
  /** The recorder did not know the server's time, so it cannot tell a set clock from sleep. */
  readonly isUnknowable: boolean;
}

interface Loss {
  readonly durationMs: number;
  readonly soundMs: number;
  /** The recorder must find it if enough sound comes after it. */
  isSure: boolean;
}

export interface GapTruth {
  /** A block is about to reach the recorder. */
  block(soundMs: number): void;
  /** Sound is missing before the next block. */
  lost(durationMs: number): void;
  paused(startSample: number): void;
  resumed(): void;
  /** The recorder was told the server's time. */
  toldTime(told: ServerTime): void;
  /**
   * @param world.hasOldTabs - of the release before the last, which told no server's time
   * @returns how the manifest's gaps differ from the truth; `undefined` if they do not
   */
  contradict(
    gaps: readonly ManifestGap[],
    world: { readonly hasOldTabs: boolean },
  ): string | undefined;
}

/** Where a worklet gives the sound, the recorder takes so much of what is missing for late. */
const HELD_BACK_MS = 135;

export function createGapTruth(time: DeviceTime, kind: PcmSource["kind"]): GapTruth {
  const jumps: Jump[] = [];
  const losses: Loss[] = [];
  const pauses: ManifestGap[] = [];
  let last: Pick<DeviceTime, "sleptMs" | "setByMs"> | undefined;
  let setCountAtLast = 0;
  /** The recorder was told the server's time, and it was still true. */
  let knowsTime = false;
  let soundMs = 0;
  let soundMsWhenResumed = 0;
  let pause: { readonly startSample: number; readonly sinceMs: number } | undefined;

  /** The recorder looks at its clocks. */
  function look(): void {
    const { sleptMs, setByMs } = time;
    if (last && (last.sleptMs !== sleptMs || last.setByMs !== setByMs)) {
      jumps.push({
        sleptMs: sleptMs - last.sleptMs,
        setByMs: setByMs - last.setByMs,
        isPaused: pause !== undefined,
        isUnknowable: !knowsTime,
      });
    }
    last = { sleptMs, setByMs };
    setCountAtLast = time.setCount;
  }

  /** Two sets of jumps add up to about the same length, so no answer tells which of them were set clocks. */
  function areAlike(): boolean {
    const lengths = jumps.map(({ sleptMs, setByMs }) => sleptMs + setByMs);
    const forward = lengths.filter((ms) => ms >= LEAST_JUMP_MS);
    if (forward.length > 8) return true;
    const sums = Array.from({ length: 2 ** forward.length }, (_, set) =>
      forward.reduce((sum, ms, index) => sum + ((set >> index) % 2 === 1 ? ms : 0), 0),
    ).sort((a, b) => a - b);
    return sums.some((sum, index) => sum - (sums[index - 1] ?? -Infinity) < ALIKE_MS);
  }

  return {
    block: (blockMs) => {
      look();
      soundMs += blockMs;
    },
    lost: (durationMs) => {
      // A loss that began during a pause is no gap.
      const isWanted = !pause && soundMs > soundMsWhenResumed;
      losses.push({ durationMs, soundMs, isSure: isWanted && soundMs > OPENING_MS });
    },
    paused: (startSample) => {
      pause = { startSample, sinceMs: time.monotonicMs() };
      const recent = losses.filter((loss) => soundMs - loss.soundMs < SETTLED_MS);
      for (const loss of recent) loss.isSure = false;
    },
    resumed: () => {
      if (pause === undefined) return;
      look();
      const { startSample, sinceMs } = pause;
      const durationMs = Math.max(1, time.monotonicMs() - sinceMs);
      pauses.push({ startSample, durationMs, reason: "paused" });
      pause = undefined;
      soundMsWhenResumed = soundMs;
    },
    toldTime: ({ offsetMs, errorMs }) => {
      const offBy = Math.abs(offsetMs - (time.trueMs() - time.wallMs()));
      // The clock was set between that answer and the start of the recording.
      const isStale = offBy > errorMs + LEAST_JUMP_MS;
      // The clock was set since the last block: the recorder ignores the answer.
      const isOld =
        last !== undefined && (last.setByMs !== time.setByMs || last.sleptMs !== time.sleptMs);
      if (!isStale && !isOld && errorMs < ALIKE_MS / 2) knowsTime = true;
    },
    contradict: (gaps, { hasOldTabs }) => {
      const left = [...gaps];
      const take = (isIt: (gap: ManifestGap) => boolean) => {
        const index = left.findIndex(isIt);
        return index >= 0 && left.splice(index, 1).length === 1;
      };
      // The clock was set again after the recording: no answer tells the first jump any more.
      const isHidden = time.setCount > setCountAtLast;
      const isForgivenToAll = areAlike() || hasOldTabs || isHidden;
      for (const { startSample, durationMs } of pauses) {
        const isIt = (gap: ManifestGap) =>
          gap.reason === "paused" &&
          gap.startSample === startSample &&
          gap.durationMs === durationMs;
        if (!take(isIt)) return `the pause of ${durationMs} ms is not named`;
      }
      for (const { sleptMs, setByMs, isPaused, isUnknowable } of jumps) {
        const durationMs = sleptMs + setByMs;
        const reason = isPaused ? "paused" : "interrupted";
        const isNamed = take((gap) => gap.reason === reason && gap.durationMs === durationMs);
        const isForgiven = isForgivenToAll || isUnknowable;
        if (sleptMs >= LEAST_JUMP_MS && setByMs === 0 && !isNamed) {
          return `a sleep of ${sleptMs} ms is not named`;
        }
        if (sleptMs === 0 && isNamed && !isForgiven) {
          return `a clock that was set by ${setByMs} ms is named as a gap`;
        }
      }
      const stray = left.find(({ reason }) => reason === "paused");
      if (stray) return `a pause of ${stray.durationMs} ms is named that was none`;
      const namedMs = sumOf(left);
      const sure = losses.filter(
        (loss) => loss.isSure && soundMs - loss.soundMs >= SETTLED_AT_END_MS,
      );
      const errorMs = COUNTING_ERROR_MS * losses.length;
      const heldBackMs = kind === "worklet" ? HELD_BACK_MS : 0;
      if (namedMs < sumOf(sure) - errorMs - heldBackMs) {
        return `${sumOf(sure)} ms of sound were lost, ${namedMs} are named`;
      }
      if (namedMs > sumOf(losses) + errorMs) {
        return `${sumOf(losses)} ms of sound were lost, and ${namedMs} are named`;
      }
      return undefined;
    },
  };
}

function sumOf(parts: readonly { readonly durationMs: number }[]): number {
  return parts.reduce((sum, { durationMs }) => sum + durationMs, 0);
}
