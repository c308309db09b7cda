import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { UpdateQuestion } from "../service-worker/update-question.ts";
import { createUpdate, type UpdatePorts } from "./create-update.ts";

const HOUR_MS = 3_600_000;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A browser with one registration. */
async function setUp({
  isOtherBuild = true,
  takesOver = true,
  controller = {} as object | null,
} = {}) {
  const events = new EventTarget();
  const page = Object.assign(new EventTarget(), { visibilityState: "visible" as const });
  const workers = new EventTarget();
  const installing = new EventTarget();
  const registration = Object.assign(events, {
    waiting: null as Parameters<UpdatePorts["ask"]>[0] | null,
    installing,
    update: vi.fn<() => Promise<void>>(async () => undefined),
  });
  const clock = { nowMs: 0 };
  const reload = vi.fn<() => void>();
  const isIdle = { now: true };
  const update = createUpdate(() => isIdle.now, {
    workers: Object.assign(workers, { controller, ready: Promise.resolve(registration) }),
    page,
    nowMs: () => clock.nowMs,
    pageFiles: () => ["/assets/app-1.js"],
    ask: async (_worker: unknown, { kind }: UpdateQuestion) =>
      kind === "take-over" ? takesOver : isOtherBuild,
    reload,
  });
  await vi.advanceTimersByTimeAsync(0);
  return {
    update,
    reload,
    clock,
    isIdle,
    registration,
    /** Another worker has installed itself. */
    install: async () => {
      events.dispatchEvent(new Event("updatefound"));
      registration.waiting = { postMessage: () => undefined };
      installing.dispatchEvent(new Event("statechange"));
      await vi.advanceTimersByTimeAsync(0);
    },
    show: () => page.dispatchEvent(new Event("visibilitychange")),
    changeController: () => workers.dispatchEvent(new Event("controllerchange")),
  };
}

test("offers a version that was installed since, but only while the page is idle", async () => {
  const { update, isIdle, install } = await setUp();
  expect(update.isReady()).toBe(false);
  await install();
  expect(update.isReady()).toBe(true);
  isIdle.now = false;
  expect(update.isReady()).toBe(false);
});

test("offers nothing when the page is of the new build already", async () => {
  const { update, install } = await setUp({ isOtherBuild: false });
  await install();
  expect(update.isReady()).toBe(false);
});

test("looks for a new version when the page is shown, at most once an hour", async () => {
  const { clock, registration, show } = await setUp();
  show();
  expect(registration.update).toHaveBeenCalledTimes(0);
  clock.nowMs = HOUR_MS;
  show();
  show();
  expect(registration.update).toHaveBeenCalledTimes(1);
});

test("reloads once the new worker has taken over", async () => {
  const { update, reload, install, changeController } = await setUp();
  await install();
  update.reload();
  await vi.advanceTimersByTimeAsync(0);
  expect(reload).toHaveBeenCalledTimes(0);
  changeController();
  expect(reload).toHaveBeenCalledTimes(1);
});

test.each([
  { why: "another page is open", options: { takesOver: false } },
  { why: "no worker controls the page", options: { controller: null } },
])("reloads at once when $why", async ({ options }) => {
  const { update, reload, install } = await setUp(options);
  await install();
  update.reload();
  await vi.advanceTimersByTimeAsync(0);
  expect(reload).toHaveBeenCalledTimes(1);
});

test("reloads after three seconds when the old worker does not end", async () => {
  const { update, reload, install } = await setUp();
  await install();
  update.reload();
  await vi.advanceTimersByTimeAsync(2_900);
  expect(reload).toHaveBeenCalledTimes(0);
  await vi.advanceTimersByTimeAsync(200);
  expect(reload).toHaveBeenCalledTimes(1);
});
