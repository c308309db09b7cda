import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { AppError } from "@tapedeck/core/errors";
import type { Sound } from "../player/find-sound.ts";
import { renewUrl } from "./renew-url.ts";

const { signal } = new AbortController();
const file = { kind: "url", url: "/old", sizeBytes: 500 } as const;

const sound = (sizeBytes: number): Sound => ({
  kind: "url",
  url: "/new",
  sizeBytes,
  title: undefined,
  durationMs: 1000,
  gaps: [],
});

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("navigator", { onLine: true });
  for (const name of ["addEventListener", "removeEventListener"]) vi.stubGlobal(name, vi.fn());
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** Time passes as fast as it is waited for. */
async function renew(failures: number, ...answers: (Sound | AppError)[]) {
  const waits: boolean[] = [];
  const renewing = renewUrl(failures, {
    file,
    signal,
    find: () => {
      const answer = answers.shift() ?? sound(500);
      return answer instanceof AppError ? Promise.reject(answer) : Promise.resolve(answer);
    },
    onWait: (isWaiting) => waits.push(isWaiting),
  }).catch((thrown: AppError) => thrown.code);
  await vi.runAllTimersAsync();
  return { url: await renewing, waits };
}

test("renews an expired URL at once, without a word", async () => {
  expect(await renew(1)).toEqual({ url: "/new", waits: [] });
});

test("says that it waits after a second failure, and while the API does not answer", async () => {
  expect(await renew(2)).toEqual({ url: "/new", waits: [true] });
  const away = new AppError("CONNECTION_LOST", "no answer");
  expect(await renew(1, away, away)).toEqual({ url: "/new", waits: [true, true] });
});

test("gives no URL of another file, nor of a recording that was deleted", async () => {
  expect((await renew(1, sound(501))).url).toBe("RECORDING_CHANGING");
  const deleted = new AppError("RECORDING_DELETED", "gone");
  expect((await renew(1, deleted)).url).toBe("RECORDING_DELETED");
});
