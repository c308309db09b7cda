// After any order of events around a sign-out, the next sign-in on the device asks for the password.
// tests/journeys/sign-out-orders.long.test.ts plays the orders that need a real browser.
import { afterEach, expect, test, vi } from "vitest";
import { createBrowser, SIGNED_IN_COOKIE, type Browser } from "../fixtures/stack/http-browser.ts";
import { useStack } from "../fixtures/stack/use-stack.ts";

const stack = await useStack();
afterEach(() => {
  vi.useRealTimers();
});

/** The page to which "Sign in" leads. */
async function pageOfNextSignIn(browser: Browser): Promise<string> {
  const authorize = await browser.visit((await browser.beginSignIn()).href);
  return (await browser.visit(new URL(authorize.location, stack.cognito.origin).href)).text;
}

async function signedIn(): Promise<Browser> {
  const browser = createBrowser(stack);
  await browser.signIn("ada");
  // The sign-in service knows this browser; without that the cases below would prove nothing.
  expect([...browser.cookies.keys()]).toContain("tapedeck-cognito-session");
  return browser;
}

test.each<[string, (browser: Browser) => Promise<void> | void]>([
  [
    "the logout page of the sign-in service is never reached",
    async (it) => void (await it.signOut()),
  ],
  [
    "the tab is closed before the server has heard of it",
    (it) => void it.cookies.delete(SIGNED_IN_COOKIE),
  ],
  [
    "the server heard of it when the network was back, and nothing else did",
    async (it) => {
      it.cookies.delete(SIGNED_IN_COOKIE);
      await it.accessToken();
    },
  ],
  [
    "it is asked for twice",
    async (it) => {
      await it.signOut();
      await it.signOut();
    },
  ],
  ["the browser has lost its cookies of the app", (it) => it.forgetApp()],
  ["the session is taken away from elsewhere", async (it) => void (await it.copy().signOut())],
])("the next sign-in shows a password field although %s", async (_order, signOut) => {
  const browser = await signedIn();
  await signOut(browser);
  expect(await pageOfNextSignIn(browser)).toContain('type="password"');
});

test("refuses a sign-in without a password, although the sign-in service vouches for the person", async () => {
  const browser = createBrowser(stack);
  // Tells the sign-in service, which runs in this process, that Ada gave her password a minute ago.
  vi.useFakeTimers({ toFake: ["Date"] });
  vi.setSystemTime(Date.now() - 60_000);
  await browser.walkToCallback(await browser.beginSignIn(), "ada");
  vi.useRealTimers();

  const authorize = await browser.beginSignIn();
  expect(authorize.searchParams.get("prompt")).toBe("login");
  authorize.searchParams.delete("prompt");
  const callback = new URL((await browser.visit(authorize.href)).location);
  expect(callback.searchParams.get("code")).not.toBeNull();
  expect((await browser.visit(callback.href)).location).toBe(
    `${stack.siteOrigin}/?signInError=SIGN_IN_FAILED`,
  );
  expect(browser.hasSession()).toBe(false);
});
