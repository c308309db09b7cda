// A Chromium with a fresh profile and the system's microphone, driven by Playwright.
import { chromium } from "playwright-core";
import type { Driver } from "../fixtures/browser/driver.ts";

/** @param profileDir - an empty folder */
export async function openChromium(
  program: string,
  profileDir: string,
  env: NodeJS.ProcessEnv,
): Promise<Driver> {
  const context = await chromium.launchPersistentContext(profileDir, {
    executablePath: program,
    env: Object.fromEntries(
      Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined),
    ),
    args: [
      // The person says yes; the microphone itself is the real one.
      "--use-fake-ui-for-media-stream",
      // Containers and CI run as root, where Chromium's own sandbox cannot.
      ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
    ],
  });
  const page = context.pages()[0] ?? (await context.newPage());
  return {
    browser: `chromium ${context.browser()?.version() ?? "of unknown version"}`,
    open: async (url) => {
      await page.goto(url);
    },
    evaluate: (expression) => page.evaluate<unknown>(expression),
    click: (xpath) => page.locator(`xpath=${xpath}`).click(),
    [Symbol.asyncDispose]: () => context.close(),
  };
}
