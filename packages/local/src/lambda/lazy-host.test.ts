import { expect, test } from "vitest";
import type { FunctionHost } from "./function-host.ts";
import { createLazyHost } from "./lazy-host.ts";

function countingHost() {
  const counts = { started: 0, ended: 0 };
  const start = async (): Promise<FunctionHost<string, string>> => {
    counts.started += 1;
    return {
      invoke: async (requestId, event) => `${requestId} ${event}`,
      [Symbol.asyncDispose]: async () => void (counts.ended += 1),
    };
  };
  return { counts, start };
}

test("a function starts with its first call, once, and ends with its host", async () => {
  const { counts, start } = countingHost();
  {
    await using host = createLazyHost(start);
    expect(counts.started).toBe(0);
    const calls = ["a", "b"].map((id) => host.invoke(id, "seal", 0));
    expect(await Promise.all(calls)).toEqual(["a seal", "b seal"]);
    expect(counts).toEqual({ started: 1, ended: 0 });
  }
  expect(counts).toEqual({ started: 1, ended: 1 });
});

test("a host without a call ends without starting its function", async () => {
  const { counts, start } = countingHost();
  await createLazyHost(start)[Symbol.asyncDispose]();
  expect(counts).toEqual({ started: 0, ended: 0 });
});

test("a function that did not start is started again by the next call", async () => {
  const { start } = countingHost();
  let isBroken = true;
  await using host = createLazyHost(() =>
    isBroken ? Promise.reject(new Error("does not load")) : start(),
  );
  await expect(host.invoke("a", "seal", 0)).rejects.toThrow("does not load");
  isBroken = false;
  expect(await host.invoke("b", "seal", 0)).toBe("b seal");
});
