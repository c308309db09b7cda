import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import * as inspector from "node:inspector";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, onTestFinished, test, vi } from "vitest";
import { startFunctionHost, type FunctionHostOptions } from "./function-host.ts";

// Each instance is a thread, which takes seconds to start on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const SERVE = new URL("./serve-invocations.ts", import.meta.url).href;

/** A function that answers with its instance and its calls under way; the event names its further actions. */
const SOURCE = `
import { existsSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { threadId } from "node:worker_threads";
import { serveInvocations } from "${SERVE}";
let underWay = 0;
const handler = async ({ begun, until, takesMs, dies, throws }, context) => {
  underWay += 1;
  const seen = underWay;
  if (begun) writeFileSync(begun, "");
  if (dies) process.exit(1);
  if (throws) throw new Error("thrown on purpose");
  if (takesMs) await sleep(takesMs);
  while (until && !existsSync(until)) await sleep(5);
  underWay -= 1;
  return { threadId, seen, now: Date.now(), leftMs: context.getRemainingTimeInMillis() };
};
serveInvocations(handler, "test");
`;

interface Event {
  /** A file that the function makes when it begins. */
  readonly begun?: string;
  /** A file that it waits for. */
  readonly until?: string;
  readonly takesMs?: number;
  readonly dies?: true;
  readonly throws?: true;
}

interface Result {
  readonly threadId: number;
  readonly seen: number;
  readonly now: number;
  readonly leftMs: number;
}

async function startFunction(
  limits: Partial<Pick<FunctionHostOptions, "timeoutMs" | "concurrency" | "isReserved">> = {},
) {
  const dir = await mkdtemp(join(tmpdir(), "tapedeck-host-"));
  await writeFile(join(dir, "function.ts"), SOURCE);
  const host = await startFunctionHost<Event, Result>({
    instance: pathToFileURL(join(dir, "function.ts")),
    environment: {},
    timeoutMs: 60_000,
    concurrency: 2,
    onLogLine: () => undefined,
    ...limits,
  });
  onTestFinished(async () => {
    await host[Symbol.asyncDispose]();
    await rm(dir, { recursive: true });
  });
  let calls = 0;
  return {
    host,
    file: (name: string) => join(dir, name),
    call: (event: Event = {}, clockAheadMs = 0) =>
      host.invoke(`call-${calls++}`, event, clockAheadMs),
    begun: (file: string) => vi.waitUntil(() => existsSync(file), { timeout: 30_000 }),
  };
}

test("an instance handles one call at a time", async () => {
  const { call } = await startFunction({ concurrency: 1 });
  const results = await Promise.all(Array.from({ length: 20 }, () => call()));
  expect(new Set(results.map(({ threadId }) => threadId)).size).toBe(1);
  expect(new Set(results.map(({ seen }) => seen))).toEqual(new Set([1]));
});

test("another instance is started for a call that waits", async () => {
  const { call, file, begun } = await startFunction({ concurrency: 2 });
  const until = file("released");
  const held = ["a", "b"].map((name) => call({ begun: file(name), until }));
  await Promise.all(["a", "b"].map((name) => begun(file(name))));
  await writeFile(until, "");
  const [a, b] = await Promise.all(held);
  expect(a?.threadId).not.toBe(b?.threadId);
});

test("any number of waiting calls starts at most the allowed instances", async () => {
  const { call } = await startFunction({ concurrency: 2 });
  const calls = Array.from({ length: 80 }, () => call({ takesMs: 25 }));
  const threads = new Set((await Promise.all(calls)).map(({ threadId }) => threadId));
  expect(threads.size).toBeLessThanOrEqual(2);
});

test("a call beyond the reserved instances is refused, and one after them is answered", async () => {
  const { call, file, begun } = await startFunction({ concurrency: 2, isReserved: true });
  const until = file("released");
  // The second one waits for its instance, and counts from the beginning.
  const held = ["a", "b"].map((name) => call({ begun: file(name), until }));
  await expect(call()).rejects.toMatchObject({ name: "NoInstanceError" });
  await Promise.all(["a", "b"].map((name) => begun(file(name))));
  await expect(call()).rejects.toMatchObject({ name: "NoInstanceError" });
  await writeFile(until, "");
  await Promise.all(held);
  expect(await call()).toMatchObject({ seen: 1 });
});

test("calls that end at once share the first instance", async () => {
  const { call } = await startFunction({ concurrency: 4 });
  const threads = new Set<number>();
  for (let round = 0; round < 10; round++) threads.add((await call()).threadId);
  expect(threads.size).toBe(1);
});

test("a call that takes too long is ended, and the next one is answered by a new instance", async () => {
  const { call, file } = await startFunction({ timeoutMs: 3_000, concurrency: 1 });
  const { threadId, leftMs } = await call();
  expect(leftMs).toBeGreaterThan(0);
  expect(leftMs).toBeLessThanOrEqual(3_000);
  const late = call({ until: file("never") });
  const behind = call();
  await expect(late).rejects.toMatchObject({ name: "TimedOutError" });
  expect((await behind).threadId).not.toBe(threadId);
});

test("a call has no time limit while a debugger is allowed", async () => {
  const { call } = await startFunction({ timeoutMs: 50, concurrency: 1 });
  inspector.open(0, "127.0.0.1");
  onTestFinished(() => inspector.close());
  expect(await call({ takesMs: 500 })).toMatchObject({ seen: 1 });
});

test("a call whose instance dies fails, and the next one is answered by a new instance", async () => {
  const { call } = await startFunction({ concurrency: 1 });
  await expect(call({ dies: true })).rejects.toThrow("worker has ended");
  expect(await call()).toMatchObject({ seen: 1 });
});

test("every waiting call fails when no further instance can be started", async () => {
  const { call, file } = await startFunction({ concurrency: 1 });
  await writeFile(file("function.ts"), "throw new Error('cannot be loaded');");
  const calls = [call({ dies: true }), call(), call()];
  const outcomes = await Promise.allSettled(calls);
  expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected"]);
});

test("a call that throws leaves its instance in place", async () => {
  const { call } = await startFunction({ concurrency: 1 });
  const { threadId } = await call();
  await expect(call({ throws: true })).rejects.toThrow("thrown on purpose");
  expect((await call()).threadId).toBe(threadId);
});

test("a wrong clock applies only to its own call", async () => {
  const { call } = await startFunction();
  const hourMs = 3_600_000;
  const [ahead, right] = [await call({}, hourMs), await call()];
  expect(ahead.now - right.now).toBeGreaterThan(hourMs / 2);
  expect(Math.abs(right.now - Date.now())).toBeLessThan(hourMs / 2);
});

test("a host that ends while calls wait fails them", async () => {
  const { host, call, file, begun } = await startFunction({ concurrency: 1 });
  const held = call({ begun: file("begun"), until: file("never") });
  await begun(file("begun"));
  const outcomes = Promise.allSettled([held, call()]);
  await host[Symbol.asyncDispose]();
  expect((await outcomes).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
});
