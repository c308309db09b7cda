// A person without a mouse: where the focus is, and how it gets somewhere else.
import type { Page } from "playwright-core";

/** More stops than any page of the app has. */
const MOST_STOPS = 60;

/** The label of what has the focus, else its text; `BODY` when nothing has it. */
export async function focusedName(page: Page): Promise<string> {
  return page.evaluate(() => {
    const element = document.activeElement ?? document.body;
    if (element === document.body) return element.tagName;
    return element.getAttribute("aria-label") ?? element.textContent?.trim() ?? element.tagName;
  });
}

/** @throws {Error} with the stops on the way, when the Tab key does not come there */
export async function tabTo(page: Page, name: string): Promise<void> {
  const stops: string[] = [];
  while (stops.length < MOST_STOPS) {
    await page.keyboard.press("Tab");
    const stop = await focusedName(page);
    if (stop === name) return;
    stops.push(stop);
  }
  throw new Error(`Tab did not come to ${name}, but to: ${stops.join(" · ")}`);
}
