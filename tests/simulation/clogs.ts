// What is held up for a while: single tabs and single hosts. Nothing is lost, and all of it goes on, in its
// order, when the hold is released. FoundationDB calls it "swizzle": one after the other is clogged, and
// they are released in another order.
import type { VirtualClock } from "../../packages/recorder/src/testing/virtual-clock.ts";
import type { Random } from "./random.ts";

export const HOSTS = ["the API", "S3"] as const;

export interface Clogs {
  isClogged(name: string): boolean;
  /** When it was released last, in ms of the virtual clock; since ever, unless it was clogged. */
  releasedAtMs(name: string): number;
  /** Runs it now, or when the hold is released. */
  run(name: string, task: () => void): void;
  /** `undefined`: nothing holds it. */
  pass(name: string): Promise<void> | undefined;
  /** Clogs these one after the other, and releases them in another order. */
  swizzle(names: readonly string[]): void;
  /** Everything is released, and what was planned is called off. */
  end(): void;
}

export function createClogs(clock: VirtualClock, random: Random): Clogs {
  /** By name: how often it is clogged, and what waits. */
  const holds = new Map<string, { count: number; waiting: (() => void)[] }>();
  const releasedAtMs = new Map<string, number>();
  const planned: (() => void)[] = [];

  function clog(name: string): void {
    const hold = holds.get(name) ?? { count: 0, waiting: [] };
    hold.count += 1;
    holds.set(name, hold);
  }

  function release(name: string): void {
    const hold = holds.get(name);
    if (hold === undefined) return;
    hold.count -= 1;
    if (hold.count > 0) return;
    holds.delete(name);
    releasedAtMs.set(name, clock.nowMs());
    for (const task of hold.waiting) task();
  }

  function shuffled(names: readonly string[]): readonly string[] {
    return names
      .map((name) => ({ name, at: random.next() }))
      .sort((a, b) => a.at - b.at)
      .map(({ name }) => name);
  }

  return {
    isClogged: (name) => holds.has(name),
    releasedAtMs: (name) => releasedAtMs.get(name) ?? -Infinity,
    run: (name, task) => {
      const hold = holds.get(name);
      if (hold) hold.waiting.push(task);
      else task();
    },
    pass: (name) => {
      const hold = holds.get(name);
      return hold && new Promise((resolve) => hold.waiting.push(resolve));
    },
    swizzle: (names) => {
      let atMs = 0;
      for (const name of shuffled(names)) {
        planned.push(clock.setTimer(atMs, () => clog(name)));
        atMs += random.between(0, 4000);
      }
      for (const name of shuffled(names)) {
        atMs += random.between(0, 8000);
        planned.push(clock.setTimer(atMs, () => release(name)));
      }
    },
    end: () => {
      for (const cancel of planned) cancel();
      for (const [name, hold] of holds) {
        hold.count = 1;
        release(name);
      }
    },
  };
}
