// A thread of simulate.ts: runs the seeds it is given, a batch at a time.
import { parentPort } from "node:worker_threads";
import { run, type RunResult } from "./scenario.ts";
import { noTroubles } from "./world.ts";

export interface SeedBatch {
  readonly from: number;
  readonly seeds: number;
}

export interface BatchOutcome {
  readonly batch: SeedBatch;
  readonly counts: Counts;
  /** What was violated first, of each seed with violations. */
  readonly failures: readonly { readonly seed: number; readonly violation: string }[];
}

export type Counts = Record<keyof Omit<RunResult, "violations">, number>;

export const noCounts = (): Counts => ({
  recordings: 0,
  segments: 0,
  packets: 0,
  copies: 0,
  crashes: 0,
  requests: 0,
  ...noTroubles(),
});

export function addCounts(sum: Counts, counts: Counts): void {
  for (const name of Object.keys(sum) as (keyof Counts)[]) sum[name] += counts[name];
}

async function runBatch(batch: SeedBatch): Promise<BatchOutcome> {
  const counts = noCounts();
  const failures: BatchOutcome["failures"][number][] = [];
  for (let seed = batch.from; seed < batch.from + batch.seeds; seed++) {
    const { violations, ...ofRun } = await run(seed);
    addCounts(counts, ofRun);
    if (violations[0] !== undefined) failures.push({ seed, violation: violations[0] });
  }
  return { batch, counts, failures };
}

parentPort?.on("message", (batch: SeedBatch) => {
  void runBatch(batch).then((outcome) => parentPort?.postMessage(outcome));
});
