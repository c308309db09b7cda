// The peer: a page with an audio element and a button, which has the URL already.
import type { BrowserContext } from "playwright-core";

declare global {
  var plain: HTMLAudioElement;
}

export interface PlainPlayer {
  clickMs(): Promise<number>;
  seekMs(toSeconds: number): Promise<number>;
  close(): Promise<void>;
}

export async function openPlainPlayer(context: BrowserContext, url: string): Promise<PlainPlayer> {
  const page = await context.newPage();
  await page.setContent("<button>Play</button>");
  await page.evaluate((source) => {
    globalThis.plain = new Audio();
    globalThis.plain.volume = 0;
    document.querySelector("button")?.addEventListener("click", () => {
      globalThis.plain.src = source;
      void globalThis.plain.play();
    });
  }, url);
  return {
    clickMs: async () => {
      const took = page.evaluate(
        () =>
          new Promise<number>((resolve) => {
            let beganMs = performance.now();
            addEventListener("click", () => (beganMs = performance.now()), { capture: true });
            globalThis.plain.addEventListener("playing", () =>
              resolve(performance.now() - beganMs),
            );
          }),
      );
      await page.getByRole("button").click();
      return took;
    },
    seekMs: (toSeconds) =>
      page.evaluate(
        (seconds) =>
          new Promise<number>((resolve) => {
            const beganMs = performance.now();
            globalThis.plain.addEventListener("seeked", () => resolve(performance.now() - beganMs));
            globalThis.plain.currentTime = seconds;
          }),
        toSeconds,
      ),
    close: () => page.close(),
  };
}
