import { describe, expect, test } from "vitest";
import { settle } from "../testing/settle.ts";
import { roomOf, watchStorage, type Room, type StorageEstimate } from "./storage-watch.ts";

const BITS_PER_SECOND = 64_000;
const MINUTE_BYTES = 576_000;

function withFree(freeBytes: number): StorageEstimate {
  return { usageBytes: 5_000, quotaBytes: 5_000 + freeBytes };
}

describe("the room that is left", () => {
  test.each<[string, number, Room]>([
    ["an hour of sound", 60 * MINUTE_BYTES, { kind: "plenty" }],
    ["a byte less than an hour", 60 * MINUTE_BYTES - 1, { kind: "low", minutes: 59 }],
    ["less than a minute", MINUTE_BYTES - 1, { kind: "low", minutes: 0 }],
    ["nothing", 0, { kind: "low", minutes: 0 }],
    ["more used than there is, after a quota shrank", -1_000, { kind: "low", minutes: 0 }],
  ])("%s", (_, freeBytes, room) => {
    expect(roomOf(withFree(freeBytes), BITS_PER_SECOND)).toEqual(room);
  });

  test("is half as long at twice the bitrate", () => {
    const estimate = withFree(40 * MINUTE_BYTES);
    expect(roomOf(estimate, BITS_PER_SECOND)).toEqual({ kind: "low", minutes: 40 });
    expect(roomOf(estimate, 2 * BITS_PER_SECOND)).toEqual({ kind: "low", minutes: 20 });
  });
});

/** A browser that answers as told, and whose timers ring when told. */
function watch(answers: (() => Promise<StorageEstimate | undefined>)[]) {
  const rooms: Room[] = [];
  const timers = new Set<() => void>();
  const storageWatch = watchStorage({
    environment: {
      estimateStorage: () => answers.shift()?.() ?? Promise.reject(new Error("asked too often")),
      setTimer: (_delayMs, callback) => {
        timers.add(callback);
        return () => timers.delete(callback);
      },
    },
    bitsPerSecond: BITS_PER_SECOND,
    onRoom: (room) => rooms.push(room),
  });
  const ring = () => {
    for (const timer of timers) {
      timers.delete(timer);
      timer();
    }
  };
  return { rooms, timers, ring, stop: () => storageWatch.stop() };
}

describe("while recording", () => {
  test("is looked at from the first moment on, again and again, until stopped", async () => {
    const watched = watch([
      async () => withFree(61 * MINUTE_BYTES),
      async () => withFree(30 * MINUTE_BYTES),
    ]);
    await settle();
    expect(watched.rooms).toEqual([{ kind: "plenty" }]);
    watched.ring();
    await settle();
    expect(watched.rooms).toEqual([{ kind: "plenty" }, { kind: "low", minutes: 30 }]);
    watched.stop();
    expect(watched.timers.size).toBe(0);
  });

  test("a browser that does not tell, or fails to, warns of nothing and is asked again", async () => {
    const watched = watch([
      async () => undefined,
      () => Promise.reject(new TypeError("no estimate here")),
      async () => withFree(0),
    ]);
    await settle();
    watched.ring();
    await settle();
    watched.ring();
    await settle();
    expect(watched.rooms).toEqual([
      { kind: "plenty" },
      { kind: "plenty" },
      { kind: "low", minutes: 0 },
    ]);
  });

  test("an answer that comes after the end is not told any more, and no timer is left", async () => {
    const late = Promise.withResolvers<StorageEstimate>();
    const watched = watch([() => late.promise]);
    watched.stop();
    late.resolve(withFree(0));
    await settle();
    expect(watched.rooms).toEqual([]);
    expect(watched.timers.size).toBe(0);
  });
});
