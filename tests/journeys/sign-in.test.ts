// A person signs in and out through the login page.
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { SESSION_COOKIE, SIGNED_IN_COOKIE, isOurs } from "../fixtures/stack/http-browser.ts";
import { openBrowser } from "../fixtures/browser/open-browser.ts";
import { startTestStack, type TestStack } from "../fixtures/stack/test-stack.ts";
import { recordButton, signInAs, signOut } from "../fixtures/browser/app.ts";

let stack: TestStack;
let browser: Browser;
let context: BrowserContext;
let page: Page;

beforeAll(async () => {
  stack = await startTestStack({ webDir: inject("webDir") });
  browser = await openBrowser({ microphone: "granted" });
  context = await browser.newContext();
  page = await context.newPage();
});
afterAll(async () => {
  await browser.close();
  await stack[Symbol.asyncDispose]();
});

test("shows a visitor a sign-in link and no record button", async () => {
  await page.goto(stack.url);
  await page.getByRole("link", { name: /sign in/i }).waitFor();
  expect(await recordButton(page).count()).toBe(0);
});

test("stays on the login page with a sentence after a wrong password", async () => {
  await page.getByRole("link", { name: /sign in/i }).click();
  await page.getByLabel(/user ?name/i).fill("ada");
  await page.getByLabel(/password/i).fill("wrong");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page
    .getByRole("alert")
    .filter({ hasText: /incorrect/i })
    .waitFor();
  expect(new URL(page.url()).origin).toBe(stack.cognito.origin);
});

test("opens the studio after the right password, and says who is signed in", async () => {
  await signInAs(page, stack, "ada");
  expect(page.url()).toBe(`${stack.url}/`);
  await page.getByRole("button", { name: /Ada Ortiz/ }).waitFor();
});

test("hides the session from scripts, and stores nothing of it", async () => {
  const readable = await page.evaluate(() => [
    document.cookie,
    JSON.stringify(Object.entries(localStorage)),
    JSON.stringify(Object.entries(sessionStorage)),
  ]);
  const cookies = await context.cookies(stack.url);
  const session = cookies.find(({ name }) => name.startsWith(SESSION_COOKIE));
  expect(session).toMatchObject({ httpOnly: true, secure: false, sameSite: "Strict", path: "/" });
  const signedIn = cookies.find(({ name }) => name === SIGNED_IN_COOKIE);
  expect(signedIn).toMatchObject({ secure: false, sameSite: "Strict", path: "/" });
  expect(session?.value.length).toBeGreaterThan(100);
  expect(readable.join(" ")).not.toContain(session?.value);
  expect(readable.join(" ")).not.toMatch(/eyJ|tapedeck-session|refresh/i);
});

test("keeps the person signed in after a reload", async () => {
  await page.reload();
  await recordButton(page).waitFor();
  expect(await page.getByRole("link", { name: /sign in/i }).count()).toBe(0);
});

test("ends the session here and at the sign-in service when the person signs out", async () => {
  await signOut(page);
  await page.getByRole("link", { name: /sign in/i }).waitFor();
  const names = (await context.cookies(stack.url)).map(({ name }) => name);
  expect(names.filter((name) => isOurs(name))).toEqual([]);
  // The next sign-in shows the login page and does not return silently.
  await page.getByRole("link", { name: /sign in/i }).click();
  await page.getByLabel(/password/i).waitFor();
});

test("refuses a callback that this browser did not start, with a sentence", async () => {
  await page.goto(`${stack.url}/auth/callback?code=stolen&state=guessed`);
  await page.getByRole("alert").waitFor();
  expect(new URL(page.url()).pathname).toBe("/");
});
