import { expect, test } from "vitest";
import { inParallel } from "./in-parallel.ts";

test("results keep their order, and at most the limit is under way", async () => {
  let now = 0;
  let most = 0;
  const results = await inParallel([5, 1, 4, 2, 3], 2, async (turns) => {
    now += 1;
    most = Math.max(most, now);
    for (let turn = 0; turn < turns; turn++) await Promise.resolve();
    now -= 1;
    return turns * 10;
  });
  expect(results).toEqual([50, 10, 40, 20, 30]);
  expect(most).toBe(2);
});

test("the first failure rejects the whole call", async () => {
  const failing = inParallel([1, 2, 3], 2, async (item) => {
    if (item === 2) throw new Error("no");
    return item;
  });
  await expect(failing).rejects.toThrow("no");
});

test("no call begins after a failure while others are still under way", async () => {
  const begun: number[] = [];
  const slow = Promise.withResolvers<void>();
  const failing = inParallel([1, 2, 3, 4, 5], 2, async (item) => {
    begun.push(item);
    if (item === 2) throw new Error("no");
    await slow.promise;
  });
  await expect(failing).rejects.toThrow("no");
  slow.resolve();
  await new Promise((resolve) => setImmediate(resolve));
  expect(begun).toEqual([1, 2]);
});

test("an empty list gives an empty list", async () => {
  expect(await inParallel([], 3, async () => 1)).toEqual([]);
});
