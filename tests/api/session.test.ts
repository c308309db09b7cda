// The session's addresses without a browser: they serve our own page, and refuse other sites.
import { describe, expect, test } from "vitest";
import { createBrowser } from "../fixtures/stack/http-browser.ts";
import { useStack } from "../fixtures/stack/use-stack.ts";

const stack = await useStack();

const ask = (path: string, init: RequestInit = {}) =>
  fetch(`${stack.url}${path}`, { redirect: "manual", ...init });

describe("/auth/login", () => {
  test("sends the browser to the sign-in service with PKCE, a state and a nonce, all of them new", async () => {
    const seen = new Set<string>();
    for (let round = 0; round < 2; round++) {
      const answer = await ask("/auth/login");
      const to = new URL(answer.headers.get("location") ?? "");
      expect(to.origin).toBe(stack.cognito.origin);
      expect(Object.fromEntries(to.searchParams)).toMatchObject({
        response_type: "code",
        client_id: stack.cognito.webClientId,
        redirect_uri: `${stack.url}/auth/callback`,
        code_challenge_method: "S256",
      });
      for (const name of ["state", "nonce", "code_challenge"]) {
        seen.add(to.searchParams.get(name) ?? "");
      }
      const [cookie = ""] = answer.headers.getSetCookie();
      expect(cookie).toMatch(/^tapedeck-sign-in=[\w-]+; Path=\/; HttpOnly; SameSite=Lax/);
      expect(cookie).not.toContain(to.searchParams.get("state") ?? "no state");
    }
    expect(seen.size).toBe(6);
  });
});

describe("/auth/callback", () => {
  test.each(["", "?code=c", "?code=c&state=s", "?error=access_denied&state=s"])(
    "opens no session for %j without the cookie of a sign-in, and gives the app a code",
    async (query) => {
      const headers = { cookie: "theme=dark" };
      const answer = await ask(`/auth/callback${query}`, { headers });
      expect(answer.headers.get("location")).toBe(`${stack.url}/?signInError=SIGN_IN_FAILED`);
      expect(answer.headers.getSetCookie().join()).not.toContain("tapedeck-session");
    },
  );
});

test("tells a browser that keeps no cookies so after its sign-in, instead of a failure", async () => {
  const browser = createBrowser(stack, new Map(), (_line, from) => from.origin !== stack.url);
  const callback = await browser.walkToCallback(await browser.beginSignIn(), "ada");
  browser.cookies.clear();
  expect((await browser.visit(callback.href)).location).toBe(
    `${stack.url}/?signInError=COOKIES_BLOCKED`,
  );
  expect(browser.hasSession()).toBe(false);
});

describe.each(["/auth/token", "/auth/logout"])("%s", (path) => {
  test.each<[string, Record<string, string>]>([
    ["another site", { origin: "https://evil.example", "x-tapedeck": "1" }],
    ["no site", { "x-tapedeck": "1" }],
    ["the null origin", { origin: "null", "x-tapedeck": "1" }],
    ["a form, which cannot set our header", {}],
  ])("refuses %s", async (_what, headers) => {
    const answer = await ask(path, {
      method: "POST",
      headers: "x-tapedeck" in headers ? headers : { origin: stack.url },
    });
    expect(answer.status).toBe(403);
    expect(await answer.json()).toMatchObject({ appCode: "ORIGIN_REFUSED" });
  });

  test("refuses a GET", async () => {
    const answer = await ask(path);
    expect(answer.status).toBe(405);
    expect(await answer.json()).toMatchObject({ appCode: "METHOD_UNSUPPORTED" });
  });
});

test("/auth/token answers NOT_SIGNED_IN without a session", async () => {
  const answer = await ask("/auth/token", {
    method: "POST",
    headers: { origin: stack.url, "x-tapedeck": "1" },
  });
  expect(answer.status).toBe(401);
  expect(await answer.json()).toMatchObject({ appCode: "NOT_SIGNED_IN" });
});

test("opens no session for a forged session cookie", async () => {
  const answer = await ask("/auth/token", {
    method: "POST",
    headers: {
      origin: stack.url,
      "x-tapedeck": "1",
      cookie: `tapedeck-session-a=${Buffer.alloc(80, 1).toString("base64url")}`,
    },
  });
  expect(answer.status).toBe(401);
});
