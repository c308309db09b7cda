// The door, with the app and without JavaScript.
import { afterAll, beforeAll, inject, test } from "vitest";
import type { Browser } from "playwright-core";
import { openBrowser } from "../fixtures/browser/open-browser.ts";
import { startTestStack } from "../fixtures/stack/test-stack.ts";
import { takePictures } from "./take-pictures.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser({ microphone: "granted" });
});
afterAll(() => browser.close());

test.each([
  { name: "door", javaScriptEnabled: true, path: "/" },
  { name: "door-without-javascript", javaScriptEnabled: false, path: "/" },
  { name: "door-failed", javaScriptEnabled: true, path: "/?signInError=SIGN_IN_FAILED" },
])("$name", async ({ name, javaScriptEnabled, path }) => {
  await using stack = await startTestStack({ webDir: inject("webDir") });
  await using context = await browser.newContext({ javaScriptEnabled });
  const page = await context.newPage();
  await page.goto(stack.url + path, { waitUntil: "networkidle" });
  await takePictures(page, name);
});
