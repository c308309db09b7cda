// The whole life of a refresh token: how long a sign-in lasts, and how it ends.
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import {
  claimsOf,
  codeForm,
  LOGOUT_URI,
  refreshForm,
  requestTokens,
  startTestPool,
  type TestPool,
} from "./testing/test-pool.ts";
import { createVisitor } from "./testing/visitor.ts";

let pool: TestPool;
beforeAll(async () => {
  pool = await startTestPool();
});
afterAll(() => pool[Symbol.asyncDispose]());
afterEach(() => {
  vi.useRealTimers();
});

const DAY_MS = 24 * 60 * 60 * 1000;

const refresh = (refreshToken: string | undefined, at = pool) =>
  requestTokens(at, refreshForm(refreshToken));

const revoke = (refreshToken = "", clientId = pool.webClientId, at = pool) =>
  fetch(`${at.origin}/oauth2/revoke`, {
    method: "POST",
    body: new URLSearchParams({ client_id: clientId, token: refreshToken }),
  });

describe("a refresh token", () => {
  test("gives new tokens again and again and, as with Cognito, no second refresh token", async () => {
    const { refresh_token: token, access_token: first } = await createVisitor().signIn(pool);
    const answers = [await refresh(token), await refresh(token)];
    for (const { status, body } of answers) {
      expect(status).toBe(200);
      expect(Object.keys(body).toSorted()).toEqual([
        "access_token",
        "expires_in",
        "id_token",
        "token_type",
      ]);
    }
    const jtis = [first, ...answers.map(({ body }) => body.access_token)].map(
      (accessToken) => claimsOf(accessToken)["jti"],
    );
    expect(new Set(jtis).size).toBe(3);
  });

  test("has the form of Cognito's: five parts, and 1,800 to 2,200 characters", async () => {
    const { refresh_token: token = "" } = await createVisitor().signIn(pool);
    expect(token).toMatch(/^eyJ[\w-]+(\.[\w-]+){4}$/);
    expect(token.length).toBeGreaterThanOrEqual(1_800);
    expect(token.length).toBeLessThanOrEqual(2_200);
  });

  test("has the length that the options name", async () => {
    await using other = await startTestPool({ refreshTokenCharacters: 3_100 });
    const { refresh_token: token } = await createVisitor().signIn(other);
    expect(token).toHaveLength(3_100);
    expect((await refresh(token, other)).status).toBe(200);
  });

  test("lasts for 30 days, long after the browser's session", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    const { refresh_token: token } = await createVisitor().signIn(pool);
    vi.setSystemTime(Date.now() + 30 * DAY_MS - 60_000);
    expect((await refresh(token)).status).toBe(200);
    vi.setSystemTime(Date.now() + 120_000);
    expect(await refresh(token)).toMatchObject({ status: 400, body: { error: "invalid_grant" } });
  });

  test("can be neither used nor revoked by another client", async () => {
    const other = { cliRedirectUris: ["http://localhost/tapedeck-cli"] };
    await using both = await startTestPool(other);
    const { refresh_token: token } = await createVisitor().signIn(both);
    const form = { ...refreshForm(token), client_id: both.cliClientId };
    expect((await requestTokens(both, form)).status).toBe(400);
    await revoke(token, both.cliClientId, both);
    expect((await refresh(token, both)).status).toBe(200);
  });

  test("is the only kind of token that can be revoked, and only by a client that the pool knows", async () => {
    const { access_token: accessToken, refresh_token: token } = await createVisitor().signIn(pool);
    const refused = [
      [await revoke(accessToken), "unsupported_token_type"],
      [await revoke(""), "invalid_request"],
      [await revoke(token, "nobody"), "invalid_client"],
    ] as const;
    for (const [answer, error] of refused) {
      expect({ status: answer.status, body: (await answer.json()) as unknown }).toEqual({
        status: 400,
        body: { error },
      });
    }
    expect((await revoke("a-token-that-nobody-knows")).status).toBe(200);
    expect((await refresh(token)).status).toBe(200);
  });

  test("is refused after it was revoked, and so are its access tokens by userInfo", async () => {
    const tokens = await createVisitor().signIn(pool);
    const userInfo = () =>
      fetch(`${pool.origin}/oauth2/userInfo`, {
        headers: { authorization: `Bearer ${tokens.access_token}` },
      });
    expect((await userInfo()).status).toBe(200);
    expect((await revoke(tokens.refresh_token)).status).toBe(200);
    expect((await refresh(tokens.refresh_token)).status).toBe(400);
    expect((await userInfo()).status).toBe(401);
  });

  test("outlives a second sign-in of the same browser, and the end of that one", async () => {
    const visitor = createVisitor();
    const first = await visitor.signIn(pool);
    const second = await visitor.signIn(pool);
    expect((await refresh(first.refresh_token)).status).toBe(200);
    await revoke(second.refresh_token);
    expect((await refresh(second.refresh_token)).status).toBe(400);
    expect((await refresh(first.refresh_token)).status).toBe(200);
  });

  test("ends when its own code is replayed, and other refresh tokens do not", async () => {
    const visitor = createVisitor();
    const bystander = await visitor.signIn(pool);
    const code = await visitor.signInForCode(pool);
    const { body } = await requestTokens(pool, codeForm(code));
    await requestTokens(pool, codeForm(code));
    expect((await refresh(body.refresh_token)).status).toBe(400);
    expect((await refresh(bystander.refresh_token)).status).toBe(200);
  });
});

describe("rotation", () => {
  test("gives the next token at each refresh, and keeps the one before valid for one more minute", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    await using rotating = await startTestPool({ rotateRefreshTokens: true });
    const { refresh_token: first } = await createVisitor().signIn(rotating);
    const { body } = await refresh(first, rotating);
    const second = body.refresh_token;
    expect(second).toEqual(expect.any(String));
    expect(second).not.toBe(first);
    vi.setSystemTime(Date.now() + 58_000);
    const again = await refresh(first, rotating);
    expect(again.status).toBe(200);
    vi.setSystemTime(Date.now() + 62_000);
    expect((await refresh(first, rotating)).status).toBe(400);
    for (const token of [second, again.body.refresh_token]) {
      expect((await refresh(token, rotating)).status).toBe(200);
    }
  });

  test("does not keep a sign-in alive after 30 days", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    await using rotating = await startTestPool({ rotateRefreshTokens: true });
    const { refresh_token: first } = await createVisitor().signIn(rotating);
    vi.setSystemTime(Date.now() + 20 * DAY_MS);
    const { status, body } = await refresh(first, rotating);
    expect(status).toBe(200);
    vi.setSystemTime(Date.now() + 11 * DAY_MS);
    expect((await refresh(body.refresh_token, rotating)).status).toBe(400);
  });
});

describe("logout", () => {
  const logoutUrl = (over: Record<string, string> = {}) =>
    `${pool.origin}/logout?${new URLSearchParams({
      client_id: pool.webClientId,
      logout_uri: LOGOUT_URI,
      ...over,
    }).toString()}`;

  test("ends the browser's session and redirects back; the refresh token stays valid", async () => {
    const visitor = createVisitor();
    const { refresh_token: token } = await visitor.signIn(pool);
    expect(await visitor.authorize(pool)).toContain("?code=");

    expect(await visitor.open(logoutUrl())).toMatchObject({ status: 302, location: LOGOUT_URI });
    expect(await visitor.authorize(pool)).toContain("/login/");
    expect((await refresh(token)).status).toBe(200);
  });

  test("ends the session itself, not only this browser's cookie", async () => {
    const visitor = createVisitor();
    await visitor.signIn(pool);
    const thief = visitor.copy();
    expect(await thief.copy().authorize(pool)).toContain("?code=");
    await visitor.open(logoutUrl());
    expect(await thief.authorize(pool)).toContain("/login/");
  });

  test.each([
    ["another site", { logout_uri: "http://evil.example/" }],
    ["a longer path", { logout_uri: `${LOGOUT_URI}evil` }],
    ["an unknown client", { client_id: "nobody" }],
  ])("is refused for %s and keeps the session", async (_what, over) => {
    const visitor = createVisitor();
    await visitor.signIn(pool);
    expect(await visitor.open(logoutUrl(over))).toMatchObject({ status: 400, location: undefined });
    expect(await visitor.authorize(pool)).toContain("?code=");
  });
});
