// Times inside of the page, from what a person does to what they hear or see.
import type { Page } from "playwright-core";

declare global {
  /** Of the measurement that waits for its input, in ms. */
  var tookMs: Promise<number>;
}

/** From the input's event until the player's, in ms. */
export async function toEventMs(
  page: Page,
  input: "click" | "keydown",
  event: "playing" | "seeked",
  act: () => Promise<void>,
): Promise<number> {
  await page.evaluate(
    ([from, to]) => {
      const { promise, resolve } = Promise.withResolvers<number>();
      globalThis.tookMs = promise;
      let beganMs = performance.now();
      addEventListener(from, () => (beganMs = performance.now()), { capture: true, once: true });
      globalThis.playerElement?.addEventListener(to, () => resolve(performance.now() - beganMs), {
        once: true,
      });
    },
    [input, event] as const,
  );
  await act();
  return page.evaluate(() => globalThis.tookMs);
}

/** From the first key of a search until the frame that shows what it found, in ms. */
export async function keyToResultMs(page: Page, key: string): Promise<number> {
  // It must stand before the key comes: else the first change is the count that is announced 500 ms later.
  await page.evaluate(() => {
    const { promise, resolve } = Promise.withResolvers<number>();
    globalThis.tookMs = promise;
    let beganMs = performance.now();
    addEventListener("keydown", (event) => (beganMs = event.timeStamp), {
      capture: true,
      once: true,
    });
    const observer = new MutationObserver(() => {
      if (document.querySelector("[aria-label='Found recordings'] [data-id]") === null) return;
      observer.disconnect();
      requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - beganMs)));
    });
    observer.observe(document.body, { childList: true, subtree: true });
  });
  await page.keyboard.press(key);
  return page.evaluate(() => globalThis.tookMs);
}
