// Signing in with authorization code and PKCE, and the requests on that way that must be refused.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { signIn } from "./sign-in.ts";
import {
  authorizeUrl,
  CALLBACK,
  claimsOf,
  codeForm,
  requestTokens,
  startTestPool,
  type TestPool,
} from "./testing/test-pool.ts";
import { createVisitor } from "./testing/visitor.ts";

const CLI_REDIRECT_URI = "http://localhost/tapedeck-cli";

let pool: TestPool;
beforeAll(async () => {
  pool = await startTestPool({ cliRedirectUris: [CLI_REDIRECT_URI] });
});
afterAll(() => pool[Symbol.asyncDispose]());

describe("a sign-in", () => {
  test("goes through the login page back to the app with the state, and its code gives tokens", async () => {
    const visitor = createVisitor();
    const loginUrl = await visitor.authorize(pool);
    expect(loginUrl).toMatch(/\/login\/[\w-]+$/);
    expect((await visitor.open(loginUrl)).status).toBe(200);

    const posted = await visitor.post(loginUrl, { username: "ada", password: "ada-local" });
    const back = new URL((await visitor.open(posted.location ?? "")).location ?? "");
    expect(`${back.origin}${back.pathname}`).toBe(CALLBACK);
    expect(back.searchParams.get("state")).toBe("state-1");

    const tokens = await requestTokens(pool, codeForm(back.searchParams.get("code") ?? ""));
    // No other field: Cognito names no scope here, and no issuer in the redirect.
    expect([...back.searchParams.keys()].toSorted()).toEqual(["code", "state"]);
    expect(tokens).toEqual({
      status: 200,
      body: {
        access_token: expect.any(String) as string,
        id_token: expect.any(String) as string,
        refresh_token: expect.any(String) as string,
        token_type: "Bearer",
        expires_in: 300,
      },
    });
  });

  test("stays on the page after a wrong password, says so and keeps the username", async () => {
    const visitor = createVisitor();
    const loginUrl = await visitor.authorize(pool);
    const wrong = await visitor.post(loginUrl, { username: "ada", password: "ben-local" });
    expect(wrong.status).toBe(400);
    expect(wrong.text).toMatch(/role="alert"[^>]*>\s*Incorrect username or password\./);
    expect(wrong.text).toMatch(/id="username"[^>]*value="ada"/);
    expect(wrong.text).toMatch(/id="password"[^>]*value=""/);

    const right = await visitor.post(loginUrl, { username: "ada", password: "ada-local" });
    expect(right.status).toBe(303);
  });

  test("accepts the email address as the name", async () => {
    const visitor = createVisitor();
    const loginUrl = await visitor.authorize(pool);
    const login = { username: "ada@tapedeck.example", password: "ada-local" };
    expect(await visitor.post(loginUrl, login)).toMatchObject({ status: 303 });
  });

  test.each([
    ["an unknown user", { username: "eve", password: "ada-local" }],
    ["no password", { username: "ada", password: "" }],
    ["no fields", {}],
    ["a form of megabytes", { username: "ada", password: "x".repeat(2 ** 21) }],
  ])("is refused with %s", async (_what, form) => {
    const visitor = createVisitor();
    const answer = await visitor.post(await visitor.authorize(pool), form);
    expect(answer).toMatchObject({ status: 400, location: undefined });
  });

  test("cannot be finished in another browser than it was started in", async () => {
    const loginUrl = await createVisitor().authorize(pool);
    const stranger = createVisitor();
    const login = { username: "ada", password: "ada-local" };
    expect(await stranger.post(loginUrl, login)).toMatchObject({ status: 400 });
    await stranger.authorize(pool);
    expect(await stranger.post(loginUrl, login)).toMatchObject({
      status: 400,
      location: undefined,
    });
  });
});

describe("an authorization request while a session is open", () => {
  test.each([
    ["without a prompt", {}],
    ["with prompt=select_account, which is for other providers", { prompt: "select_account" }],
    ["with prompt=consent, which is for other providers", { prompt: "consent" }],
    ["with prompt=none", { prompt: "none" }],
  ])("goes back to the app with a code, and asks for no password: %s", async (_what, over) => {
    const visitor = createVisitor();
    await visitor.signIn(pool);
    expect(await visitor.authorize(pool, over)).toMatch(/\/auth\/callback\?code=/);
  });

  test("asks for the password with prompt=login, and its code says when that was given", async () => {
    const visitor = createVisitor();
    const first = claimsOf((await visitor.signIn(pool)).id_token);
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    const loginUrl = await visitor.authorize(pool, { prompt: "login" });
    expect(loginUrl).toMatch(/\/login\/[\w-]+$/);
    expect((await visitor.open(loginUrl)).text).toContain('type="password"');
    // The back button leaves the session as it was.
    expect(await visitor.authorize(pool)).toMatch(/\/auth\/callback\?code=/);

    const again = await visitor.authorize(pool, { prompt: "login" });
    const posted = await visitor.post(again, { username: "ada", password: "ada-local" });
    const back = new URL((await visitor.open(posted.location ?? "")).location ?? "");
    const { body } = await requestTokens(pool, codeForm(back.searchParams.get("code") ?? ""));
    expect(claimsOf(body.id_token)["auth_time"]).toBeGreaterThan(Number(first["auth_time"]));
  });

  test("answers login_required to prompt=none of a browser without a session", async () => {
    const location = await createVisitor().authorize(pool, { prompt: "none" });
    expect(location).toMatch(/\/auth\/callback\?error=login_required/);
  });
});

describe("an authorization request", () => {
  test.each([
    ["without PKCE", { code_challenge: undefined, code_challenge_method: undefined }],
    ["with PKCE's plain method", { code_challenge_method: "plain" }],
    ["for an implicit token", { response_type: "token" }],
  ])("goes back to the app with an error and no code: %s", async (_what, over) => {
    const { location } = await createVisitor().open(authorizeUrl(pool, over));
    const answer = new URL(location ?? "");
    expect(`${answer.origin}${answer.pathname}`).toBe(CALLBACK);
    expect(location).toMatch(/error=(invalid_request|unsupported_response_type)/);
    expect(location).not.toMatch(/[?&#](code|access_token)=/);
  });

  test.each([
    ["that is unknown", "openid tapedeck/nope"],
    ["that the client may not have", "openid phone"],
    ["of another kind of letters", "openid TAPEDECK/read"],
    ["at all that it knows", "nothing"],
  ])("goes back to the app with invalid_scope for a scope %s", async (_what, scope) => {
    const { location } = await createVisitor().open(
      authorizeUrl(pool, { scope, nonce: undefined }),
    );
    const answer = new URL(location ?? "");
    expect(`${answer.origin}${answer.pathname}`).toBe(CALLBACK);
    expect(Object.fromEntries(answer.searchParams)).toEqual({
      error: "invalid_scope",
      error_description: "invalid_scope",
      state: "state-1",
    });
  });

  test.each([
    ["another site", { redirect_uri: "http://evil.example/auth/callback" }],
    ["another path", { redirect_uri: `${CALLBACK}/../evil` }],
    ["the other client's redirect", { redirect_uri: CLI_REDIRECT_URI }],
    ["an unknown client", { client_id: "nobody" }],
  ])("gets a page and never a redirect for %s", async (_what, over) => {
    const answer = await createVisitor().open(authorizeUrl(pool, over));
    expect(answer).toMatchObject({ status: 400, location: undefined });
  });
});

describe("a code", () => {
  test.each([
    ["without its PKCE verifier", { code_verifier: "" }],
    ["with another PKCE verifier", { code_verifier: "v".repeat(43) }],
    ["for another redirect URI", { redirect_uri: "http://evil.example/" }],
    ["from another client", { client_id: "tapedeck-cli" }],
    ["that was never given", { code: "guess" }],
  ])("gives no token: %s", async (_what, over) => {
    const code = await createVisitor().signInForCode(pool);
    const answer = await requestTokens(pool, { ...codeForm(code), ...over });
    expect(answer.status).toBe(400);
    expect(answer.body).not.toHaveProperty("access_token");
  });

  test("gives tokens only once", async () => {
    const code = await createVisitor().signInForCode(pool);
    expect((await requestTokens(pool, codeForm(code))).status).toBe(200);
    expect(await requestTokens(pool, codeForm(code))).toMatchObject({
      status: 400,
      body: { error: "invalid_grant" },
    });
  });
});

describe("signIn", () => {
  const cli = () => ({
    origin: pool.origin,
    clientId: pool.cliClientId,
    redirectUri: CLI_REDIRECT_URI,
    name: "ben",
    password: "ben-local",
  });

  test("walks the whole flow and gives the tokens", async () => {
    expect(await signIn(cli())).toEqual({
      accessToken: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/) as string,
      idToken: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/) as string,
      refreshToken: expect.stringMatching(/^([\w-]+\.){4}[\w-]+$/) as string,
      expiresInSeconds: 300,
    });
  });

  test.each([
    ["a wrong password", { password: "ada-local" }],
    ["a redirect URI that is not the client's", { redirectUri: CALLBACK }],
    ["an unknown client", { clientId: "nobody" }],
    ["an unknown scope", { scope: "nothing" }],
  ])("rejects as SIGN_IN_FAILED with %s", async (_what, over) => {
    await expect(signIn({ ...cli(), ...over })).rejects.toMatchObject({ code: "SIGN_IN_FAILED" });
  });
});
