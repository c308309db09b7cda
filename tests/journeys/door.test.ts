// The page of a signed-out visitor is HTML and one stylesheet: it is there before any script has come.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { runInNewContext } from "node:vm";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { signedInCookie } from "@tapedeck/core/cookie-rule";
import { openBrowser } from "../fixtures/browser/open-browser.ts";
import { hasCome, recordButton, signInAtDoor, signOut } from "../fixtures/browser/app.ts";
import { startTestStack, type TestStack } from "../fixtures/stack/test-stack.ts";
import { enterAs } from "./enter.ts";

let browser: Browser;
let stack: TestStack;
beforeAll(async () => {
  stack = await startTestStack({ webDir: inject("webDir") });
  browser = await openBrowser({ microphone: "granted" });
});
afterAll(async () => {
  await browser.close();
  await stack[Symbol.asyncDispose]();
});

/** The app starts within a second, unless the machine is busy. */
const SLOW = { timeout: 30_000 };

const signInLink = (page: Page) => page.getByRole("link", { name: "Sign in" });
const heading = (page: Page) => page.getByRole("heading", { name: "Talk. It is kept." });

/** Lets no script of the app through before `release` is called. */
async function holdScripts(context: BrowserContext): Promise<() => void> {
  const released = Promise.withResolvers<void>();
  await context.route("**/assets/*.js", async (route) => {
    await released.promise;
    await route.continue();
  });
  return released.resolve;
}

test("shows the door and its link without JavaScript", async () => {
  await using context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(stack.url);
  await heading(page).waitFor();
  expect(await page.locator("noscript p").innerText()).toContain("records with JavaScript");
  await signInLink(page).click();
  expect(new URL(page.url()).origin).toBe(stack.cognito.origin);
});

test("paints the door while the app's scripts hang, and moves nothing when they come", async () => {
  await using context = await browser.newContext({ serviceWorkers: "block" });
  const release = await holdScripts(context);
  const page = await context.newPage();
  await page.addInitScript(listLayoutShifts);
  await page.goto(`${stack.url}/recordings/one`, { waitUntil: "commit" });
  await heading(page).waitFor();
  await expect.poll(() => page.evaluate(paints), SLOW).toContain("first-contentful-paint");
  const link = await signInLink(page).boundingBox();
  expect(await signInLink(page).getAttribute("href")).toBe("/auth/login?return=%2F");

  const asked = page.waitForResponse("**/auth/token");
  // A slow machine draws the picture while its HTML arrives, and moves it then: 0.013 was the most.
  await page.locator(".door-safety").waitFor();
  await page.evaluate(
    () => new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn, 100))),
  );
  const painted = await page.evaluate(() => globalThis.layoutShifts);
  expect(painted.reduce((sum, { value }) => sum + value, 0)).toBeLessThan(0.05);
  release();
  await asked;
  await expect
    .poll(() => signInLink(page).getAttribute("href"), SLOW)
    .toBe("/auth/login?return=%2Frecordings%2Fone");
  expect(await signInLink(page).boundingBox()).toEqual(link);
  const shifts = await page.evaluate(() => globalThis.layoutShifts);
  expect(shifts.slice(painted.length)).toEqual([]);
});

test("never shows the door to a person who is signed in", async () => {
  await using context = await browser.newContext({ serviceWorkers: "block" });
  const page = await context.newPage();
  await enterAs(page, stack, "ada");
  const release = await holdScripts(context);
  await page.goto(stack.url, { waitUntil: "commit" });
  await page.locator("#app").waitFor({ state: "attached" });
  expect(await heading(page).isVisible()).toBe(false);
  release();
  await recordButton(page).waitFor();
  expect(await heading(page).isVisible()).toBe(false);
});

test("comes back to the recording whose link a signed-out visitor has opened", async () => {
  await using context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${stack.url}/recordings/one`);
  await expect
    .poll(() => signInLink(page).getAttribute("href"), SLOW)
    .toContain("recordings%2Fone");
  await signInAtDoor(page, stack, "ada");
  expect(page.url()).toBe(`${stack.url}/recordings/one`);
});

test("says on the door why a sign-in has failed, and that the service is away", async () => {
  await using context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${stack.url}/?signInError=NOT_INVITED`);
  await page.getByRole("alert").filter({ hasText: "This account has not been invited." }).waitFor();
  await page.goto(`${stack.url}/?signInError=SIGN_IN_CANCELLED`);
  await page.getByRole("alert").filter({ hasText: "The sign-in was ended" }).waitFor();
  expect(await heading(page).isVisible()).toBe(true);

  await context.route("**/auth/token", (route) => route.abort());
  await page.goto(stack.url);
  await page.getByRole("alert").filter({ hasText: "The connection broke." }).waitFor();
  await context.unroute("**/auth/token");
  await page.getByRole("button", { name: "Try again" }).click();
  await page.getByRole("alert").waitFor({ state: "detached" });
  expect(await signInLink(page).isVisible()).toBe(true);
});

test("says on the door that a part is missing, and why the sign-in has failed once that part has come", async () => {
  await using context = await browser.newContext({ serviceWorkers: "block" });
  const outside = "**/assets/outside-*.js";
  await context.route(outside, (route) => route.abort());
  const page = await context.newPage();
  await page.goto(`${stack.url}/?signInError=NOT_INVITED`);
  const missing = page.getByRole("alert").filter({ hasText: "A part of Tapedeck could not be" });
  await missing.waitFor();
  expect(await signInLink(page).isVisible()).toBe(true);

  await context.unroute(outside);
  await page.evaluate(() => dispatchEvent(new Event("online")));
  await page.getByRole("alert").filter({ hasText: "This account has not been invited." }).waitFor();
  expect(await missing.count()).toBe(0);
});

test.each(["http://localhost:1", "https://tapedeck.example"])(
  "recognizes the cookie of %s before the first paint",
  async (origin) => {
    expect(await choosePage(`other=1; ${signedInCookie(origin)}=an-id`)).toBe("app");
    expect(await choosePage(`not-${signedInCookie(origin)}=an-id`)).toBeUndefined();
  },
);

test("keeps the door closed until the server knows of a sign-out", async () => {
  await using context = await browser.newContext();
  const page = await context.newPage();
  await enterAs(page, stack, "ada");
  await hasCome(page);
  await context.setOffline(true);
  await signOut(page);
  await page.getByText("You are signed out on this device.").waitFor();
  const [cookie, stored] = await page.evaluate(() => [
    document.cookie,
    Object.fromEntries(Object.entries(localStorage)) as unknown,
  ]);
  expect(cookie).not.toContain("tapedeck-signed-in");
  expect(await choosePage(String(cookie), stored)).toBe("app");
});

test("the first script puts the person's theme on, and a browser without storage still gets the app", async () => {
  expect(await chosenBefore("", { "tapedeck.theme": "dark" })).toEqual({ theme: "dark" });
  expect(await chosenBefore("", { "tapedeck.theme": "system" })).toEqual({});
  const cookie = `${signedInCookie("http://localhost")}=an-id`;
  expect(await chosenBefore(cookie, undefined)).toEqual({ page: "app" });
});

/** What the page's first script chooses; `undefined` leaves the door open. */
async function choosePage(cookie: string, stored: unknown = {}): Promise<string | undefined> {
  return (await chosenBefore(cookie, stored)).page;
}

/** All that the first script puts on the document. @param stored - nothing where the browser refuses storage */
async function chosenBefore(
  cookie: string,
  stored: unknown,
): Promise<{ readonly page?: string; readonly theme?: string }> {
  const dataset = {};
  const script = await readFile(join(inject("webDir"), "choose-page.js"), "utf8");
  runInNewContext(script, {
    document: { cookie, documentElement: { dataset } },
    localStorage: stored,
  });
  return dataset;
}

declare global {
  var layoutShifts: { readonly value: number; readonly atMs: number; readonly moved: string }[];
}

/** Not in TypeScript's library. @see https://wicg.github.io/layout-instability/#sec-layout-shift */
interface LayoutShift extends PerformanceEntry {
  readonly value: number;
  readonly sources: readonly { readonly node: Node | null }[];
}

function listLayoutShifts(): void {
  globalThis.layoutShifts = [];
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as LayoutShift[]) {
      const moved = entry.sources.map(({ node }) => node?.nodeName).join(", ");
      const atMs = Math.round(entry.startTime);
      globalThis.layoutShifts.push({ value: entry.value, atMs, moved });
    }
  }).observe({ type: "layout-shift", buffered: true });
}

const paints = () => performance.getEntriesByType("paint").map(({ name }) => name);
