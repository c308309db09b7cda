// The promise itself, tried 500 times (as often as one likes: npm run simulate): recorder,
// journal, uploader and server run in one process, with troubles of every kind, and nothing is lost.
// How a run goes: scenario.ts.
import { expect, test } from "vitest";
import { run } from "./scenario.ts";
import { addCounts, noCounts } from "./seed-worker.ts";

const SEEDS = 500;
const GROUP = 125;

const totals = noCounts();

test.each(Array.from({ length: SEEDS / GROUP }, (_, group) => 1 + group * GROUP))(
  `%d and the seeds after it: what was durable is in the bucket, once, in order, and the manifest says so`,
  async (from) => {
    const failures: string[] = [];
    for (let seed = from; seed < from + GROUP; seed++) {
      const { violations, ...counts } = await run(seed);
      addCounts(totals, counts);
      if (violations.length > 0) {
        failures.push(`npm run simulate -- --seed ${seed}: ${violations.join("; ")}`);
      }
    }
    expect(failures).toEqual([]);
  },
  120_000,
);

test("the runs were rough enough to mean something", () => {
  console.log(`${SEEDS} seeds: ${JSON.stringify(totals)}`);
  expect(totals.recordings).toBeGreaterThan(SEEDS);
  expect(totals.crashes).toBeGreaterThan(SEEDS);
  expect(totals.segments).toBeGreaterThan(4 * SEEDS);
  // These count only what happened while a tab recorded, tabs excepted.
  expect(totals.clockSets).toBeGreaterThan(SEEDS / 5);
  expect(totals.sleeps).toBeGreaterThan(SEEDS / 10);
  expect(totals.soundLosses).toBeGreaterThan(SEEDS / 10);
  expect(totals.soundChanges).toBeGreaterThan(SEEDS / 5);
  expect(totals.copies).toBeLessThan(SEEDS / 100);
  expect(totals.groupChanges).toBeGreaterThan(SEEDS / 10);
  expect(totals.swizzles).toBeGreaterThan(SEEDS / 4);
  expect(totals.drains).toBeGreaterThan(SEEDS / 10);
  expect(totals.wholeFiles).toBeGreaterThan(SEEDS);
  expect(totals.filesWithPeaks).toBeGreaterThan(SEEDS / 10);
  expect(totals.recoveries).toBeGreaterThan(SEEDS / 10);
  expect(totals.deletes).toBeGreaterThan(SEEDS / 50);
  expect(totals.quotaRefusals).toBeGreaterThan(SEEDS / 20);
  // Each excuses a recording from the checks.
  expect(totals.forgottenPlaces).toBeLessThan(2);
  expect(totals.tabsBefore).toBeGreaterThan(SEEDS / 5);
  expect(totals.tabsBeforeThat).toBeGreaterThan(SEEDS / 5);
  expect(totals.oldBesideNew).toBeGreaterThan(SEEDS / 10);
  expect(totals.reloads).toBeGreaterThan(SEEDS / 20);
});

test("the same seed is the same run", async () => {
  const lines: string[][] = [[], []];
  for (const heard of lines) await run(7, { onLine: (line) => heard.push(line) });
  expect(lines[0]).toEqual(lines[1]);
  expect(lines[0]?.length).toBeGreaterThan(5);
});
