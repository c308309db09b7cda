// The browser is killed while it records, three times; five more in kill.long.test.ts.
import { expect, test } from "vitest";
import { createRandom } from "../simulation/random.ts";
import {
  describeLosses,
  lostByClockMs,
  medianOf,
  recordAndKill,
  type KillOutcome,
} from "./kill.ts";

const KILLS = 3;

test("killed at a random moment, a recording ends sealed and lacks at most 100 ms", async () => {
  const seed = Date.now() % 1_000_000;
  console.log(`moments of the kills: seed ${seed}`);
  const random = createRandom(seed);
  const outcomes: KillOutcome[] = [];
  for (let kill = 0; kill < KILLS; kill++) {
    outcomes.push(await recordAndKill(random.between(200, 7000)));
  }
  console.log(describeLosses(outcomes));
  for (const { lostMs } of outcomes) expect(lostMs).toBeLessThanOrEqual(100);
  // What never reached the encoder: the median, because a starved machine holds back single ones.
  expect(medianOf(outcomes.map(lostByClockMs))).toBeLessThanOrEqual(100);
}, 300_000);
