// Records with one browser under one condition and says whether the manifest tells the truth.
import { SAMPLE_RATE_HZ } from "@tapedeck/core/limits";
import { judgeGaps, type JudgeOptions } from "../fixtures/signal/judge-gaps.ts";
import { findMissing, type Comparison } from "../fixtures/signal/missing.ts";
import { recordTake, type Take, type TakeOptions } from "./take.ts";

/** A run whose witness lost sound itself says nothing about the browser. */
const MOST_ATTEMPTS = 3;
/** The time that start and stop may cost a recording, by the wall clock. */
const SPARE_SECONDS = 2;
/** Shorter losses fill the lists and say little. */
const SHOWN_FROM_MS = 5;

export interface Row {
  readonly browser: string;
  readonly isBusy: boolean;
  readonly figures?: Figures;
  /** The compared figures, for a person who looks into a fault. */
  readonly evidence?: readonly string[];
  /** None: all is well. */
  readonly faults: readonly string[];
}

interface Figures {
  readonly load: number;
  readonly wallSeconds: number;
  readonly recordedSeconds: number;
  readonly missingMs: number;
  /** Doubled by the browser, or silence that it put in. */
  readonly addedMs: number;
  readonly toldMs: number;
}

/** Compares the manifest's gaps with what the browser misses and the witness does not. */
export async function examineGaps(name: string, options: TakeOptions & JudgeOptions): Promise<Row> {
  const { isBusy } = options;
  for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) {
    const run = await attemptTake(name, options);
    if ("faults" in run) return run;
    const { take, found, witness } = run;
    const jumps = jumpsWithin(witness, found.heard);
    if (jumps === undefined) {
      const { faults } = judgeGaps(found.stretches, take.manifest.gaps, options);
      const row = { browser: take.browser, isBusy, figures: figuresOf(take, found), faults };
      return faults.length === 0 ? row : { ...row, evidence: evidenceOf(take, found) };
    }
    console.log(
      `${name}, attempt ${attempt}: the witness itself ${jumps}; nothing is judged by it.`,
    );
  }
  const fault = `the witness itself lost sound ${MOST_ATTEMPTS} times: this machine is too busy to judge`;
  return { browser: name, isBusy, faults: [fault] };
}

/** Asks only whether the browser records: a sealed manifest, and as much sound as time went by. */
export async function examineRecording(name: string, options: TakeOptions): Promise<Row> {
  const run = await attemptTake(name, options);
  if ("faults" in run) return run;
  const figures = figuresOf(run.take, run.found);
  const { wallSeconds, recordedSeconds } = figures;
  const isShort = recordedSeconds < wallSeconds - SPARE_SECONDS;
  const faults = isShort ? [`only ${recordedSeconds.toFixed(1)} s were recorded`] : [];
  return { browser: run.take.browser, isBusy: options.isBusy, figures, faults };
}

interface Run {
  readonly take: Take;
  readonly found: Comparison;
  readonly witness: Comparison;
}

/** An error on the way is this browser's fault; the run still examines the others. */
async function attemptTake(name: string, options: TakeOptions): Promise<Run | Row> {
  const { isBusy, signal } = options;
  try {
    const take = await recordTake(options);
    const found = findMissing(take.samples, signal);
    return { take, found, witness: findMissing(take.witness, signal) };
  } catch (thrown) {
    return { browser: name, isBusy, faults: [String(thrown)] };
  }
}

function evidenceOf({ manifest }: Take, { stretches }: Comparison): string[] {
  const losses = stretches
    .filter(({ missingMs }) => missingMs >= SHOWN_FROM_MS)
    .map(({ at, missingMs }) => `${missingMs.toFixed(0)} ms at ${seconds(at)}`);
  const gaps = manifest.gaps.map(
    ({ reason, durationMs, startSample }) =>
      `${reason} ${durationMs} ms at ${seconds(startSample)}`,
  );
  return [
    `missing, from ${SHOWN_FROM_MS} ms on: ${losses.join(", ") || "nothing"}`,
    `told: ${gaps.join(", ") || "nothing"}`,
  ];
}

function seconds(samples: number): string {
  return `${(samples / SAMPLE_RATE_HZ).toFixed(1)} s`;
}

/** @returns the witness's fault while the browser recorded; `undefined`: none */
function jumpsWithin(witness: Comparison, { from, to }: Comparison["heard"]): string | undefined {
  if (witness.heard.from > from || witness.heard.to < to) return "did not hear all of it";
  const jumps = witness.stretches.filter(({ signalAt }) => signalAt >= from && signalAt <= to);
  if (jumps.length === 0) return undefined;
  const jumpedMs = jumps.reduce((sum, { missingMs, addedMs }) => sum + missingMs + addedMs, 0);
  return `jumped ${jumps.length} times, by ${jumpedMs.toFixed(1)} ms`;
}

function figuresOf(take: Take, { stretches }: Comparison): Figures {
  const { missingMs, toldMs } = judgeGaps(stretches, take.manifest.gaps);
  return {
    load: take.load,
    wallSeconds: take.wallSeconds,
    recordedSeconds: take.manifest.durationMs / 1000,
    missingMs,
    addedMs: stretches.reduce((sum, { addedMs }) => sum + addedMs, 0),
    toldMs,
  };
}
