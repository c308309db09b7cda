// The life of a session: refreshed, rotated where the pool rotates, and ended for every copy of it.
import { expect, test } from "vitest";
import { createBrowser, SESSION_COOKIE } from "../attacks/browser.ts";
import { startTestStack } from "../stack/test-stack.ts";

const accessTokenIn = (text: string) => (JSON.parse(text) as { accessToken?: string }).accessToken;

test("a session gives access tokens again and again, and the API takes each", async () => {
  await using stack = await startTestStack();
  const browser = createBrowser(stack);
  await browser.signIn("ada");
  const tokens = new Set<string>();
  for (let round = 0; round < 3; round++) {
    const token = accessTokenIn((await browser.accessToken()).text) ?? "";
    tokens.add(token);
    const answer = await stack.get("/trpc/session.me", { authorization: `Bearer ${token}` });
    expect(answer.status).toBe(200);
  }
  expect(tokens.size).toBe(3);
});

test("where the pool rotates, each use seals a new refresh token, and the one used before is refused", async () => {
  await using stack = await startTestStack({ rotateRefreshTokens: true });
  const browser = createBrowser(stack);
  await browser.signIn("ada");
  const stolen = browser.copy();
  const before = browser.cookies.get(SESSION_COOKIE);
  expect((await browser.accessToken()).status).toBe(200);
  expect(browser.cookies.get(SESSION_COOKIE)).not.toBe(before);
  expect((await browser.accessToken()).status).toBe(200);
  expect(await stolen.accessToken()).toMatchObject({ status: 401, appCode: "NOT_SIGNED_IN" });
});

test("signing out ends every copy of the session, and clears the cookie", async () => {
  await using stack = await startTestStack();
  const browser = createBrowser(stack);
  await browser.signIn("ada");
  const copy = browser.copy();
  const headers = { origin: stack.url, "x-tapedeck": "1" };
  const { text } = await browser.visit("/auth/logout", { method: "POST", headers });
  expect(JSON.parse(text)).toEqual({
    logoutUrl: expect.stringContaining(`${stack.cognito.origin}/logout?`) as string,
  });
  expect(browser.cookies.has(SESSION_COOKIE)).toBe(false);
  expect(await copy.accessToken()).toMatchObject({ status: 401, appCode: "NOT_SIGNED_IN" });
});

test("signing out works while the sign-in service does not answer, and without a session", async () => {
  const stack = await startTestStack();
  try {
    const browser = createBrowser(stack);
    await browser.signIn("ada");
    await stack.cognito.close();
    const headers = { origin: stack.url, "x-tapedeck": "1" };
    for (let round = 0; round < 2; round++) {
      expect((await browser.visit("/auth/logout", { method: "POST", headers })).status).toBe(200);
      expect(browser.cookies.has(SESSION_COOKIE)).toBe(false);
    }
  } finally {
    await stack[Symbol.asyncDispose]();
  }
});
