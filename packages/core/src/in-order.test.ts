import { expect, test } from "vitest";
import { inOrder } from "./in-order.ts";

test("results come in the order of their items, with as many calls under way as allowed", async () => {
  let now = 0;
  let most = 0;
  const work = async (item: number): Promise<number> => {
    most = Math.max(most, ++now);
    // Later items are done sooner.
    for (let turn = item; turn < 10; turn++) await Promise.resolve();
    now--;
    return item * 2;
  };
  const results: number[] = [];
  for await (const result of inOrder([1, 2, 3, 4, 5, 6, 7], 3, work)) results.push(result);
  expect(results).toEqual([2, 4, 6, 8, 10, 12, 14]);
  expect(most).toBe(3);
});

test("a failure is thrown in its turn, and no call begins after it", async () => {
  const begun: number[] = [];
  const given: number[] = [];
  const work = async (item: number): Promise<number> => {
    begun.push(item);
    if (item === 2) throw new Error("two");
    return item;
  };
  const read = async () => {
    for await (const result of inOrder([1, 2, 3, 4, 5, 6], 2, work)) given.push(result);
  };
  await expect(read()).rejects.toThrow("two");
  expect(given).toEqual([1]);
  expect(begun).toEqual([1, 2, 3]);
});
