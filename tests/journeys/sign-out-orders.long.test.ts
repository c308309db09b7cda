// Signing out works in every order of events: each story ends at a password field.
// What needs no browser is in tests/api/sign-out-orders.test.ts.
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test } from "vitest";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { openBrowser } from "../fixtures/browser/open-browser.ts";
import { startTestStack, type TestStack } from "../fixtures/stack/test-stack.ts";
import {
  chooseSegmentSeconds,
  clockShows,
  hasCome,
  recordButton,
  signInAs,
  signOut,
  signOutAnyway,
  stopButton,
} from "../fixtures/browser/app.ts";
import { dispatchSync, SYNC_TAG, syncTags } from "./background-sync.ts";
import { readBucket } from "../fixtures/stack/bucket.ts";
import { inBucket, onDevice } from "./story.ts";

let browser: Browser;
let stack: TestStack;
let context: BrowserContext;
beforeAll(async () => {
  browser = await openBrowser({ microphone: "granted" });
});
afterAll(() => browser.close());
beforeEach(async () => {
  stack = await startTestStack({ webDir: inject("webDir") });
  context = await browser.newContext();
});
afterEach(async () => {
  await context.close();
  await stack[Symbol.asyncDispose]();
});

const signInLink = (page: Page) => page.getByRole("link", { name: "Sign in" });
const logoutPage = () => `${stack.cognito.origin}/logout*`;

async function enter(): Promise<Page> {
  const page = await context.newPage();
  await signInAs(page, stack, "ada");
  // Without the service worker, an offline page would be the browser's own error page.
  await page.evaluate(() => navigator.serviceWorker.ready);
  await hasCome(page);
  return page;
}

async function openApp(): Promise<Page> {
  const page = await context.newPage();
  await page.goto(stack.url);
  return page;
}

/** Presses "Sign in". @returns the origin of the page that then asks for a password */
async function originAfterSignIn(page: Page): Promise<string> {
  await signInLink(page).click();
  return originOfPasswordPage(page);
}

async function originOfPasswordPage(page: Page): Promise<string> {
  await page.getByLabel(/password/i).waitFor();
  return new URL(page.url()).origin;
}

test("signs out when the sign-in service's logout page is unreachable", async () => {
  const page = await enter();
  await context.route(logoutPage(), (route) => route.abort("connectionreset"));
  const failed = page.waitForEvent("requestfailed", (request) =>
    request.url().includes("/logout?"),
  );
  await signOut(page);
  await failed;
  await context.unroute(logoutPage());
  expect(await originAfterSignIn(await openApp())).toBe(stack.cognito.origin);
});

test("signs out when the tab is closed in the middle", async () => {
  const page = await enter();
  const lift = stack.faults.add({
    at: "api",
    kind: "delay",
    delayMs: 20_000,
    match: { path: "/auth/logout" },
  });
  await signOut(page);
  await page.getByText("Signing out…").waitFor();
  await page.close();
  lift();
  // Goes straight to the login, so that no page of the app can finish the sign-out.
  const next = await context.newPage();
  await next.goto(`${stack.url}/auth/login`);
  expect(await originOfPasswordPage(next)).toBe(stack.cognito.origin);
});

test("signs out when there is no network and the tab is closed", async () => {
  const page = await enter();
  await context.setOffline(true);
  await signOut(page);
  await page.getByText("You are signed out on this device.").waitFor();
  await page.close();
  await context.setOffline(false);
  const next = await context.newPage();
  await next.goto(`${stack.url}/auth/login?return=/`);
  expect(await originOfPasswordPage(next)).toBe(stack.cognito.origin);
});

test("signs out in every tab when the logout page is unreachable", async () => {
  const [first, second] = [await enter(), await openApp()];
  await recordButton(second).waitFor();
  await context.route(logoutPage(), (route) => route.abort("connectionreset"));
  await signOut(first);
  expect(await originAfterSignIn(second)).toBe(stack.cognito.origin);
});

test("stops a service worker that is about to upload, and keeps the sound for its owner", async () => {
  const page = await enter();
  const lift = stack.faults.add({
    at: "s3",
    kind: "unavailable",
    match: { method: "PUT", path: ".webm" },
  });
  await chooseSegmentSeconds(page, 2);
  await recordButton(page).click();
  await clockShows(page, 5);
  await stopButton(page).click();
  await onDevice(page).waitFor();
  const blank = await context.newPage();
  // The worker gets a token, then waits until no tab uploads.
  const answered = context.waitForEvent(
    "response",
    (response) =>
      response.url().endsWith("/trpc/session.me") && response.request().serviceWorker() !== null,
  );
  await dispatchSync(blank, stack);
  expect((await answered).status()).toBe(200);

  await signOutAnyway(page);
  await signInLink(page).waitFor();
  const sent: string[] = [];
  context.on("request", (request) => {
    if (request.serviceWorker() === null) return;
    const { pathname } = new URL(request.url());
    if (pathname.startsWith("/trpc/") || request.method() === "PUT") sent.push(pathname);
  });
  lift();
  await page.close();
  await expect.poll(() => syncTags(context), { timeout: 30_000 }).not.toContain(SYNC_TAG);
  expect(sent).toEqual([]);
  expect(await readBucket(stack)).toEqual([]);

  const next = await openApp();
  expect(await originAfterSignIn(next)).toBe(stack.cognito.origin);
  await signInAs(next, stack, "ada");
  await inBucket(next).waitFor({ timeout: 60_000 });
});

test("shows the provider's password page after the sign-out of a federated person", async () => {
  await using federated = await startTestStack({ webDir: inject("webDir"), federatesAcme: true });
  const { acme } = federated.cognito;
  const page = await context.newPage();
  const atAcme = async () => {
    await page.getByRole("link", { name: "Continue with Acme" }).click();
    await page.getByRole("heading", { name: "Sign in at Acme" }).waitFor();
    return originOfPasswordPage(page);
  };
  await page.goto(federated.url);
  await signInLink(page).click();
  expect(await atAcme()).toBe(acme?.origin);
  await page.getByLabel(/user ?name/i).fill("cleo");
  await page.getByLabel(/password/i).fill("cleo-acme");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("button", { name: /Cleo Marsh/ }).waitFor();

  await signOut(page);
  await signInLink(page).waitFor();
  const names = (await context.cookies(acme?.origin)).map(({ name }) => name);
  expect(names).toContain("acme-session");
  expect(await originAfterSignIn(page)).toBe(federated.cognito.origin);
  expect(await atAcme()).toBe(acme?.origin);
});
