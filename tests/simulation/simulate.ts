// npm run simulate -- --seeds 100000   runs so many seeds, beginning at --from (1 unless given)
// npm run simulate -- --seed 4711      replays one and tells everything that happens
import { once } from "node:events";
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { Worker } from "node:worker_threads";
import { run } from "./scenario.ts";
import { addCounts, noCounts, type BatchOutcome, type SeedBatch } from "./seed-worker.ts";

const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "2000" },
    from: { type: "string", default: "1" },
    seed: { type: "string" },
  },
});

/** Small, so that a rule that is broken is seen soon. */
const BATCH = 25;
const PROGRESS_EVERY = 5000;

function wholeNumber(name: string, text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 0) return value;
  console.error(`--${name} must be a whole number from 0, got ${JSON.stringify(text)}.`);
  process.exit(2);
}

async function replay(seed: number): Promise<boolean> {
  const { violations, ...counts } = await run(seed, { onLine: (line) => console.log(line) });
  console.log(JSON.stringify(counts));
  for (const violation of violations) console.log(`violated at ${violation}`);
  return violations.length === 0;
}

/** On all cores: the seeds have nothing to do with each other. */
async function runMany(from: number, seeds: number): Promise<boolean> {
  const sum = noCounts();
  let [next, done, failed] = [from, 0, 0];

  async function work(): Promise<void> {
    const worker = new Worker(new URL("seed-worker.ts", import.meta.url));
    while (next < from + seeds) {
      const batch = { from: next, seeds: Math.min(BATCH, from + seeds - next) };
      next += batch.seeds;
      worker.postMessage(batch satisfies SeedBatch);
      const [{ counts, failures }] = (await once(worker, "message")) as [BatchOutcome];
      addCounts(sum, counts);
      for (const { seed, violation } of failures) {
        console.log(`seed ${seed}: ${violation} (npm run simulate -- --seed ${seed})`);
      }
      failed += failures.length;
      done += batch.seeds;
      if (done % PROGRESS_EVERY === 0) console.log(`${done} seeds, ${failed} with violations`);
    }
    await worker.terminate();
  }

  await Promise.all(Array.from({ length: availableParallelism() }, work));
  console.log(`${done} seeds, ${failed} with violations: ${JSON.stringify(sum)}`);
  return failed === 0;
}

const isGood =
  values.seed === undefined
    ? await runMany(wholeNumber("from", values.from), wholeNumber("seeds", values.seeds))
    : await replay(wholeNumber("seed", values.seed));
process.exit(isGood ? 0 : 1);
