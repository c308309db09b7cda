// Sees what the page's audio element does, and which bytes reach its decoder, without a hook in the product.
import type { BrowserContext, Page } from "playwright-core";

declare global {
  var playerElement: HTMLAudioElement | undefined;
  /** Names of the element's events, in order. */
  var playerEvents: string[];
  /** Where the playhead stood at each `waiting` after the first `playing`, in seconds. */
  var playerStalls: number[];
  /** Base64 of each append to a MediaSource, and where it was put. */
  var playerAppends: { readonly bytes: string; readonly offsetSeconds: number }[];
}

/** Call this before the page loads. */
export async function tapPlayer(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    globalThis.playerEvents = [];
    globalThis.playerStalls = [];
    globalThis.playerAppends = [];
    const Native = Audio;
    globalThis.Audio = function () {
      const audio = new Native();
      // A journey is no concert.
      audio.volume = 0;
      globalThis.playerElement = audio;
      for (const event of ["playing", "waiting", "seeked", "pause", "ended", "error"]) {
        audio.addEventListener(event, () => globalThis.playerEvents.push(event));
      }
      audio.addEventListener("waiting", () => {
        if (globalThis.playerEvents.includes("playing")) {
          globalThis.playerStalls.push(audio.currentTime);
        }
      });
      return audio;
    } as unknown as typeof Audio;
    const { prototype } = SourceBuffer;
    const native: unknown = Object.getOwnPropertyDescriptor(prototype, "appendBuffer")?.value;
    prototype.appendBuffer = new Proxy(native as SourceBuffer["appendBuffer"], {
      apply: (append, buffer: SourceBuffer, [data]: [ArrayBuffer]) => {
        const bytes = new Uint8Array(data).toBase64();
        globalThis.playerAppends.push({ bytes, offsetSeconds: buffer.timestampOffset });
        Reflect.apply(append, buffer, [data]);
      },
    });
  });
}

export const playerEvents = (page: Page) => page.evaluate(() => globalThis.playerEvents);

export async function waitForPlayerEvent(page: Page, event: string, count = 1): Promise<void> {
  await page.waitForFunction(
    ([wanted, times]) => globalThis.playerEvents.filter((each) => each === wanted).length >= times,
    [event, count] as const,
    { timeout: 60_000, polling: 50 },
  );
}

export interface PlayerView {
  readonly currentSeconds: number;
  readonly durationSeconds: number;
  readonly isPaused: boolean;
  /** Start and end of each stretch that could be played without a network. */
  readonly buffered: readonly (readonly [number, number])[];
}

export async function viewPlayer(page: Page): Promise<PlayerView> {
  return page.evaluate(() => {
    const audio = globalThis.playerElement;
    if (!audio) throw new Error("the page has no player");
    return {
      currentSeconds: audio.currentTime,
      durationSeconds: audio.duration,
      isPaused: audio.paused,
      buffered: Array.from(
        { length: audio.buffered.length },
        (_, i) => [audio.buffered.start(i), audio.buffered.end(i)] as const,
      ),
    };
  });
}

/** Waits until the playhead has passed this moment. */
export async function playedPast(page: Page, seconds: number): Promise<void> {
  await page.waitForFunction(
    (wanted) => (globalThis.playerElement?.currentTime ?? 0) > wanted,
    seconds,
    { timeout: 60_000, polling: 50 },
  );
}
