// The life of a session: refreshed, rotated where the pool rotates, and ended for every copy of it.
import { afterEach, describe, expect, test, vi } from "vitest";
import { SIGNED_IN_COOKIE, createBrowser } from "../fixtures/stack/http-browser.ts";
import { startTestStack, type TestStack } from "../fixtures/stack/test-stack.ts";

afterEach(() => {
  vi.useRealTimers();
});

const DAY_MS = 24 * 60 * 60 * 1000;
const SIGNED_OUT = { status: 401, appCode: "NOT_SIGNED_IN" };

const accessTokenIn = (text: string) => (JSON.parse(text) as { accessToken?: string }).accessToken;

const me = (stack: TestStack, token = "") =>
  stack.get("/trpc/session.me", { authorization: `Bearer ${token}` });

describe.each([true, false])("with rotation %s", (rotateRefreshTokens) => {
  test("a session gives access tokens again and again, and the API takes each", async () => {
    await using stack = await startTestStack({ rotateRefreshTokens });
    const browser = createBrowser(stack);
    await browser.signIn("ada");
    const tokens = new Set<string>();
    const sealed = new Set<string>([browser.session()[1]]);
    for (let round = 0; round < 3; round++) {
      const token = accessTokenIn((await browser.accessToken()).text) ?? "";
      tokens.add(token);
      sealed.add(browser.session()[1]);
      expect((await me(stack, token)).status).toBe(200);
    }
    expect(tokens.size).toBe(3);
    expect(sealed.size).toBe(rotateRefreshTokens ? 4 : 1);
  });

  test("signing out ends every copy of the session, and clears the cookies", async () => {
    await using stack = await startTestStack({ rotateRefreshTokens });
    const browser = createBrowser(stack);
    await browser.signIn("ada");
    const copy = browser.copy();
    const { text } = await browser.signOut();
    expect(JSON.parse(text)).toEqual({
      logoutUrl: expect.stringContaining(`${stack.cognito.origin}/logout?`) as string,
    });
    expect(browser.hasSession()).toBe(false);
    expect(browser.cookies.has(SIGNED_IN_COOKIE)).toBe(false);
    expect(await copy.accessToken()).toMatchObject(SIGNED_OUT);
  });

  test("a session gives a new access token after a day of sleep", async () => {
    await using stack = await startTestStack({ rotateRefreshTokens });
    const browser = createBrowser(stack);
    await browser.signIn("ada");
    const token = accessTokenIn((await browser.accessToken()).text);
    stack.faults.add({ at: "api", kind: "clock-skew", aheadMs: DAY_MS });
    expect(await me(stack, token)).toMatchObject({ status: 401, appCode: "TOKEN_EXPIRED" });
    const fresh = accessTokenIn((await browser.accessToken()).text);
    expect(await me(stack, fresh)).toMatchObject({ status: 200 });
  });

  test("a session that is used each day lasts for 30 of them", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    await using stack = await startTestStack({ rotateRefreshTokens });
    const browser = createBrowser(stack);
    await browser.signIn("ada");
    for (let day = 1; day < 30; day++) {
      vi.setSystemTime(Date.now() + DAY_MS);
      expect((await browser.accessToken()).status).toBe(200);
    }
    // The pool may make the refresh token up to five minutes after the code.
    vi.setSystemTime(Date.now() + DAY_MS + 5 * 60_000);
    expect(await browser.accessToken()).toMatchObject(SIGNED_OUT);
  });
});

test("keeps a session of the longest refresh token that Cognito gives", async () => {
  await using stack = await startTestStack({ refreshTokenCharacters: 2_200 });
  const browser = createBrowser(stack);
  await browser.signIn("ada");
  expect(browser.session().join("=").length).toBeGreaterThan(2_900);
  for (let round = 0; round < 2; round++) expect((await browser.accessToken()).status).toBe(200);
  expect((await browser.signOut()).status).toBe(200);
  expect(browser.hasSession()).toBe(false);
});

test("a refresh token that fits into no cookie ends the sign-in with its own error, and the log tells the owner", async () => {
  await using stack = await startTestStack({ refreshTokenCharacters: 3_000 });
  const browser = createBrowser(stack);
  const end = await browser.signIn("ada");
  expect(end.location).toBe(`${stack.url}/?signInError=COOKIE_TOO_LARGE`);
  expect(browser.hasSession()).toBe(false);
  expect(browser.cookies.has(SIGNED_IN_COOKIE)).toBe(false);
  const lines = () => stack.logLines.map((line) => JSON.parse(line) as Record<string, unknown>);
  await expect.poll(lines).toContainEqual(
    expect.objectContaining({
      level: "ERROR",
      appCode: "COOKIE_TOO_LARGE",
      error: expect.stringMatching(
        /^A cookie may have 4096 bytes, this one would have 4\d\d\d\.$/,
      ) as string,
    }),
  );
});

test("a refresh token is useless a minute after its rotation", async () => {
  await using stack = await startTestStack();
  const browser = createBrowser(stack);
  await browser.signIn("ada");
  const stolen = browser.copy();
  expect((await browser.accessToken()).status).toBe(200);
  vi.useFakeTimers({ toFake: ["Date"] });
  vi.setSystemTime(Date.now() + 61_000);
  expect(await stolen.accessToken()).toMatchObject(SIGNED_OUT);
  expect((await browser.accessToken()).status).toBe(200);
});

test("signing out without a network ends the session as soon as anything reaches the server", async () => {
  await using stack = await startTestStack();
  const browser = createBrowser(stack);
  await browser.signIn("ada");
  const copy = browser.copy();
  // A page can do no more without the server.
  browser.cookies.delete(SIGNED_IN_COOKIE);
  expect(await browser.accessToken()).toMatchObject(SIGNED_OUT);
  expect(browser.hasSession()).toBe(false);
  expect(await copy.accessToken()).toMatchObject(SIGNED_OUT);
});

test("a sign-in over another person's session ends that session", async () => {
  await using stack = await startTestStack();
  const browser = createBrowser(stack);
  await browser.signIn("ada");
  const ada = browser.copy();
  browser.forgetSignInService();
  await browser.signIn("ben");
  const token = accessTokenIn((await browser.accessToken()).text);
  expect(await me(stack, token)).toMatchObject({ data: { userType: "guests" } });
  expect(browser.session()[0]).not.toBe(ada.session()[0]);
  expect(await ada.accessToken()).toMatchObject(SIGNED_OUT);
});

test("an answer for the session before does not undo a sign-in", async () => {
  await using stack = await startTestStack();
  const browser = createBrowser(stack);
  await browser.signIn("ada");
  const asked = browser.copy();
  await asked.accessToken();
  browser.forgetSignInService();
  await browser.signIn("ben");
  // The page asks before Ben signs in; the answer comes after.
  browser.cookies.set(...asked.session());
  const token = accessTokenIn((await browser.accessToken()).text);
  expect(await me(stack, token)).toMatchObject({ data: { userType: "guests" } });
  expect(browser.session()[0]).not.toBe(asked.session()[0]);
});

test("signing out works while the sign-in service does not answer, and without a session", async () => {
  const stack = await startTestStack();
  try {
    const browser = createBrowser(stack);
    await browser.signIn("ada");
    await stack.cognito.close();
    for (let round = 0; round < 2; round++) {
      expect((await browser.signOut()).status).toBe(200);
      expect(browser.cookies.has(SIGNED_IN_COOKIE)).toBe(false);
    }
    // The cookie stays until a later revocation, and gives no token meanwhile.
    expect(browser.hasSession()).toBe(true);
    expect(await browser.accessToken()).toMatchObject(SIGNED_OUT);
  } finally {
    await stack[Symbol.asyncDispose]();
  }
});
