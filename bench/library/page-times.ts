// Times inside of the page, from what a person does to what they hear or see.
import type { Page } from "playwright-core";

/** From the input's event until the player's, in ms. */
export async function toEventMs(
  page: Page,
  input: "click" | "keydown",
  event: "playing" | "seeked",
  act: () => Promise<void>,
): Promise<number> {
  const took = page.evaluate(
    ([from, to]) =>
      new Promise<number>((resolve) => {
        let beganMs = performance.now();
        addEventListener(from, () => (beganMs = performance.now()), { capture: true, once: true });
        globalThis.playerElement?.addEventListener(to, () => resolve(performance.now() - beganMs), {
          once: true,
        });
      }),
    [input, event] as const,
  );
  await act();
  return took;
}

/** From the key until the frame that shows another list, in ms. */
export async function keyToResultMs(page: Page, key: string): Promise<number> {
  const took = page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        let beganMs = performance.now();
        addEventListener("keydown", () => (beganMs = performance.now()), {
          capture: true,
          once: true,
        });
        const observer = new MutationObserver(() => {
          observer.disconnect();
          requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - beganMs)));
        });
        observer.observe(document.body, { childList: true, subtree: true, characterData: true });
      }),
  );
  await page.keyboard.press(key);
  return took;
}
