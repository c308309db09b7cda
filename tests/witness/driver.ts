// The interface through which the witness drives a browser of any protocol.
import { setTimeout as sleep } from "node:timers/promises";

const POLL_MS = 250;

export interface Driver extends AsyncDisposable {
  /** Name and version, as the browser tells them. */
  readonly browser: string;
  open(url: string): Promise<void>;
  /** @returns the value of a JavaScript expression in the page, which must survive JSON */
  evaluate(expression: string): Promise<unknown>;
  /** A click of a mouse, which pages may tell from one of a script. @param xpath - of one element */
  click(xpath: string): Promise<void>;
}

/** @throws {Error} with what the page shows, when the text does not come */
export async function waitForText(
  driver: Driver,
  pattern: RegExp,
  timeoutMs: number,
): Promise<string> {
  const deadlineMs = Date.now() + timeoutMs;
  let shown = "";
  while (Date.now() < deadlineMs) {
    // Between two pages there is none to ask.
    shown = await driver.evaluate("document.body.innerText").then(String, String);
    if (pattern.test(shown)) return shown;
    await sleep(POLL_MS);
  }
  throw new Error(
    `${driver.browser} showed no ${String(pattern)} within ${timeoutMs / 1000} s, but:\n${shown}`,
  );
}
