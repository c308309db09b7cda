import { createRoot } from "solid-js";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createKeptChanges } from "../kept-changes.ts";
import { createDeletes } from "./create-deletes.ts";
import { createToasts } from "./create-toasts.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function open() {
  const stored = new Map<string, string>();
  const kept = createKeptChanges("ada", {
    getItem: (key) => stored.get(key) ?? null,
    setItem: (key, value) => void stored.set(key, value),
    removeItem: (key) => void stored.delete(key),
  });
  const undone: string[] = [];
  return createRoot((dispose) => {
    const toasts = createToasts();
    const deletes = createDeletes({
      kept,
      toasts,
      nowMs: Date.now,
      onChange: () => undefined,
      onUndone: (id) => undone.push(id),
    });
    const dueInMs = (id: string) => (kept.read().deletes.get(id) ?? Number.NaN) - Date.now();
    return { deletes, toasts, undone, dueInMs, dispose };
  });
}

test("a page that deletes nothing has no timer, and none is left after a delete or an undo", () => {
  const { deletes } = open();
  expect(vi.getTimerCount()).toBe(0);
  deletes.request("a", "Choir");
  deletes.undo();
  expect(vi.getTimerCount()).toBe(0);
  deletes.request("b", "Talk");
  vi.advanceTimersByTime(11_000);
  expect(vi.getTimerCount()).toBe(0);
});

test("a page that ends takes its timers with it", () => {
  const { deletes, dispose } = open();
  deletes.request("a", "Choir");
  dispose();
  expect(vi.getTimerCount()).toBe(0);
});

test("a delete counts down ten seconds, also the second one of a page", () => {
  const { deletes } = open();
  for (const id of ["a", "b"]) {
    deletes.request(id, "Choir");
    vi.advanceTimersByTime(9500);
    expect(deletes.isCountedHere(id)).toBe(true);
    vi.advanceTimersByTime(1000);
    expect(deletes.isCountedHere(id)).toBe(false);
    vi.advanceTimersByTime(60_000);
  }
});

test("the time stands still while a person holds the toast, and is not made up for", () => {
  const { deletes, toasts, dueInMs } = open();
  deletes.request("a", "Choir");
  vi.advanceTimersByTime(4000);
  toasts.hold(true);
  vi.advanceTimersByTime(60_000);
  expect(dueInMs("a")).toBe(6000);
  toasts.hold(false);
  vi.advanceTimersByTime(6000);
  expect(deletes.isCountedHere("a")).toBe(false);
});

test("undo takes the newest back, and the older one goes on", () => {
  const { deletes, undone } = open();
  deletes.request("a", "Choir");
  vi.advanceTimersByTime(3000);
  deletes.request("b", "Talk");
  deletes.undo();
  expect(undone).toEqual(["b"]);
  vi.advanceTimersByTime(7250);
  expect(deletes.isCountedHere("a")).toBe(false);
});
