// npm run simulate -- --seeds 100000   runs so many seeds, beginning at --from (1 unless given)
// npm run simulate -- --seed 4711      replays one and tells everything that happens
import { parseArgs } from "node:util";
import { run } from "./scenario.ts";

const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "2000" },
    from: { type: "string", default: "1" },
    seed: { type: "string" },
  },
});

const PROGRESS_EVERY = 5000;

function wholeNumber(name: string, text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 0) return value;
  console.error(`--${name} must be a whole number from 0, got ${JSON.stringify(text)}.`);
  process.exit(2);
}

async function replay(seed: number): Promise<boolean> {
  const { violations, ...counts } = await run(seed, (line) => console.log(line));
  console.log(JSON.stringify(counts));
  for (const violation of violations) console.log(`violated at ${violation}`);
  return violations.length === 0;
}

async function runMany(from: number, seeds: number): Promise<boolean> {
  const sum = { recordings: 0, segments: 0, packets: 0, crashes: 0, requests: 0 };
  let failed = 0;
  for (let seed = from; seed < from + seeds; seed++) {
    const { violations, ...counts } = await run(seed);
    for (const name of Object.keys(sum) as (keyof typeof sum)[]) sum[name] += counts[name];
    if (violations.length > 0) {
      failed += 1;
      console.log(`seed ${seed}: ${violations[0]} (npm run simulate -- --seed ${seed})`);
    }
    const done = seed - from + 1;
    if (done % PROGRESS_EVERY === 0) console.log(`${done} seeds, ${failed} with violations`);
  }
  console.log(`${seeds} seeds, ${failed} with violations: ${JSON.stringify(sum)}`);
  return failed === 0;
}

const isGood =
  values.seed === undefined
    ? await runMany(wholeNumber("from", values.from), wholeNumber("seeds", values.seeds))
    : await replay(wholeNumber("seed", values.seed));
process.exit(isGood ? 0 : 1);
