// A delete while the function makes the whole file of the recording: at a random moment after the seal.
import { randomInt } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import { expect, test } from "vitest";
import { seededRandom } from "@tapedeck/local/faults/seeded-random";
import { createSmallRecordings } from "../fixtures/stack/small-recordings.ts";
import { useStack } from "../fixtures/stack/use-stack.ts";

const seed = randomInt(2 ** 31 - 1);
console.log(`seed ${seed}`);
const random = seededRandom(seed);

const stack = await useStack({ makesWholeFiles: true });
const ada = await createSmallRecordings(stack, "ada");

const TRIES = 24;
/** The function reads the segments at once. Each read waits, so that many deletes come between. */
const READ_MS = 40;
/** Alone, the function makes a file of five segments in some 30 ms more. */
const LONGEST_WAIT_MS = 100;

const outcomesOf = (recordingId: string) =>
  stack.logLines.flatMap((line) => {
    if (!line.includes(recordingId)) return [];
    return /whole file (\w+)/.exec(line)?.slice(1) ?? [];
  });

test("a delete leaves no whole file, whenever it comes while one is made", async () => {
  const match = { method: "GET", path: ".webm" };
  stack.faults.add({ at: "s3", kind: "delay", delayMs: READ_MS, match });
  const seen = new Map<string, number>();
  for (let tries = 0; tries < TRIES; tries++) {
    const recordingId = await ada.store({ to: 5 });
    expect((await ada.seal(recordingId, 5)).status).toBe(200);
    await setTimeout(random() * LONGEST_WAIT_MS);
    expect((await ada.call("recordings.delete", { recordingId })).status).toBe(200);
    // One event of the manifest, one of the tombstone under each of the person's three user types.
    await expect.poll(() => outcomesOf(recordingId), { timeout: 20_000 }).toHaveLength(4);
    const outcomes = outcomesOf(recordingId).join(", ");
    seen.set(outcomes, (seen.get(outcomes) ?? 0) + 1);
    expect(await ada.objectsOf(recordingId)).toEqual([".json"]);
  }
  console.log(`beside a delete, the whole file was: ${JSON.stringify(Object.fromEntries(seen))}`);
  // Each refusal rings an alarm, and nothing is wrong with a deleted recording.
  expect([...seen.keys()].filter((outcomes) => outcomes.includes("refused"))).toEqual([]);
  expect(await ada.listed()).toEqual([]);
});
