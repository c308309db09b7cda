// Tokens have the form of Cognito's, and the library that verifies Cognito's tokens accepts them.
import { generateKeyPairSync } from "node:crypto";
import { JwtVerifier } from "aws-jwt-verify";
import { validateCognitoJwtFields } from "aws-jwt-verify/cognito-verifier";
import { SimpleJwksCache } from "aws-jwt-verify/jwk";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { claimsOf, refreshForm, requestTokens, startTestPool } from "./testing/test-pool.ts";
import type { TestPool } from "./testing/test-pool.ts";
import { createVisitor } from "./testing/visitor.ts";

let pool: TestPool;
beforeAll(async () => {
  pool = await startTestPool();
});
afterAll(() => pool[Symbol.asyncDispose]());

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const aString = expect.any(String) as string;
const aNumber = expect.any(Number) as number;

function headerOf(token = ""): unknown {
  return JSON.parse(Buffer.from(token.split(".")[0] ?? "", "base64url").toString());
}

async function verify(token: string | undefined, tokenUse: "access" | "id") {
  const verifier = JwtVerifier.create(
    {
      issuer: pool.issuer,
      audience: tokenUse === "id" ? pool.webClientId : null,
      jwksUri: `${pool.issuer}/.well-known/jwks.json`,
      customJwtCheck: ({ payload }) =>
        validateCognitoJwtFields(payload, { tokenUse, clientId: pool.webClientId }),
    },
    {
      jwksCache: new SimpleJwksCache({
        fetcher: { fetch: async (uri) => (await fetch(uri)).arrayBuffer() },
      }),
    },
  );
  return verifier.verify(token ?? "");
}

describe("an access token", () => {
  test("has exactly the claims of Cognito's", async () => {
    const { access_token: token } = await createVisitor().signIn(pool);
    expect(headerOf(token)).toEqual({ alg: "RS256", kid: aString });
    const claims = claimsOf(token);
    expect(claims).toEqual({
      "cognito:groups": ["hosts"],
      auth_time: aNumber,
      client_id: "tapedeck-web",
      event_id: expect.stringMatching(UUID) as string,
      exp: Number(claims["iat"]) + 300,
      iat: aNumber,
      iss: pool.issuer,
      jti: aString,
      origin_jti: aString,
      scope: "openid email profile tapedeck/record tapedeck/read",
      sub: expect.stringMatching(UUID) as string,
      token_use: "access",
      username: claims["sub"],
      version: 2,
    });
  });

  test("is accepted by aws-jwt-verify as an access token, and not as an ID token", async () => {
    const { access_token: token } = await createVisitor().signIn(pool);
    await expect(verify(token, "access")).resolves.toMatchObject({ token_use: "access" });
    await expect(verify(token, "id")).rejects.toThrow(/Audience/);
  });

  test("has the lifetime that the options name", async () => {
    await using brief = await startTestPool({ accessTokenTtlSeconds: 7 });
    const { access_token: token } = await createVisitor().signIn(brief);
    const { iat, exp } = claimsOf(token);
    expect(Number(exp) - Number(iat)).toBe(7);
  });
});

describe("an ID token", () => {
  test("has the claims of Cognito's, with the nonce of the request", async () => {
    const { access_token: accessToken, id_token: token } = await createVisitor().signIn(pool);
    expect(headerOf(token)).toEqual({ alg: "RS256", kid: aString });
    expect(claimsOf(token)).toEqual({
      "cognito:groups": ["hosts"],
      "cognito:username": claimsOf(accessToken)["sub"],
      aud: "tapedeck-web",
      auth_time: aNumber,
      email: "ada@tapedeck.example",
      email_verified: true,
      event_id: aString,
      exp: aNumber,
      iat: aNumber,
      iss: pool.issuer,
      jti: expect.stringMatching(UUID) as string,
      name: "Ada Ortiz",
      nonce: "nonce-1",
      origin_jti: claimsOf(accessToken)["origin_jti"],
      sub: claimsOf(accessToken)["sub"],
      token_use: "id",
    });
  });

  test("is accepted by aws-jwt-verify as an ID token, and not as an access token", async () => {
    const { id_token: token } = await createVisitor().signIn(pool);
    await expect(verify(token, "id")).resolves.toMatchObject({ email: "ada@tapedeck.example" });
    await expect(verify(token, "access")).rejects.toThrow(/Token use/);
  });
});

test("access tokens and ID tokens have different signing keys, and the pool publishes both", async () => {
  const { access_token: accessToken, id_token: idToken } = await createVisitor().signIn(pool);
  const kids = [accessToken, idToken].map((token) => (headerOf(token) as { kid: string }).kid);
  const answer = await fetch(`${pool.issuer}/.well-known/jwks.json`);
  const { keys } = (await answer.json()) as { keys: { kid: string }[] };
  expect(kids[0]).not.toBe(kids[1]);
  expect(keys.map(({ kid }) => kid).toSorted()).toEqual(kids.toSorted());
});

test("auth_time stays the time of the password after every refresh", async () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  try {
    const first = await createVisitor().signIn(pool);
    vi.setSystemTime(Date.now() + 3_600_000);
    const { body } = await requestTokens(pool, refreshForm(first.refresh_token));
    const [before, after] = [claimsOf(first.access_token), claimsOf(body.access_token)];
    expect(Number(after["iat"]) - Number(before["iat"])).toBeGreaterThanOrEqual(3600);
    expect(after["auth_time"]).toBe(before["auth_time"]);
    expect(after["origin_jti"]).toBe(before["origin_jti"]);
    expect(after["jti"]).not.toBe(before["jti"]);
  } finally {
    vi.useRealTimers();
  }
});

test("two users have different subs and groups", async () => {
  const [ada, ben] = await Promise.all(
    (["ada", "ben"] as const).map(async (name) =>
      claimsOf((await createVisitor().signIn(pool, name)).access_token),
    ),
  );
  expect(ada?.["cognito:groups"]).toEqual(["hosts"]);
  expect(ben?.["cognito:groups"]).toEqual(["guests"]);
  expect(ada?.["sub"]).not.toBe(ben?.["sub"]);
});

describe("userInfo", () => {
  const userInfo = (token: string | undefined) =>
    fetch(`${pool.origin}/oauth2/userInfo`, { headers: { authorization: `Bearer ${token}` } });

  test("names the person of an access token", async () => {
    const { access_token: token } = await createVisitor().signIn(pool, "ben");
    expect(await (await userInfo(token)).json()).toEqual({
      sub: claimsOf(token)["sub"],
      username: claimsOf(token)["sub"],
      email: "ben@tapedeck.example",
      name: "Ben Adeyemi",
      email_verified: "true",
    });
  });

  test("refuses an ID token, an expired one, one of another key, and none at all", async () => {
    const { access_token: token, id_token: idToken } = await createVisitor().signIn(pool);
    const claims = claimsOf(token);
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const refused = [
      idToken,
      await pool.signToken({ ...claims, exp: 1 }),
      await pool.signToken({ ...claims, token_use: "id" }),
      await pool.signToken({ ...claims, scope: "email" }),
      await pool.signToken(claims, { privateKey }),
      `${token?.split(".").slice(0, 2).join(".")}.`,
      "",
    ];
    for (const it of refused) expect((await userInfo(it)).status).toBe(401);
    // The claims themselves are good: only the differences above were refused.
    expect((await userInfo(await pool.signToken(claims))).status).toBe(200);
  });
});

describe("signToken", () => {
  test("signs any claims so that they verify", async () => {
    const now = Math.floor(Date.now() / 1000);
    const token = await pool.signToken({
      iss: pool.issuer,
      client_id: pool.webClientId,
      token_use: "access",
      exp: now + 60,
      anything: ["goes"],
    });
    await expect(verify(token, "access")).resolves.toMatchObject({ anything: ["goes"] });
  });

  test("takes other headers and another key, which then do not verify", async () => {
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const claims = { ...claimsOf((await createVisitor().signIn(pool)).access_token) };
    const header = { typ: "at+jwt", kid: "other" };
    expect(headerOf(await pool.signToken({}, { header }))).toEqual({ alg: "RS256", ...header });
    await expect(verify(await pool.signToken(claims, { header }), "access")).rejects.toThrow(/kid/);
    await expect(verify(await pool.signToken(claims, { privateKey }), "access")).rejects.toThrow(
      /signature/,
    );
  });
});

test("the openid-configuration names endpoints that exist", async () => {
  const answer = await fetch(`${pool.issuer}/.well-known/openid-configuration`);
  const configuration = (await answer.json()) as Record<string, string>;
  expect(configuration["issuer"]).toBe(pool.issuer);
  const endpoints = Object.entries(configuration).filter(([name]) => /_endpoint$|_uri$/.test(name));
  expect(endpoints).toHaveLength(6);
  const missing = await Promise.all(
    endpoints.map(async ([name, url]) => {
      const answers = await Promise.all(["GET", "POST"].map((method) => fetch(url, { method })));
      // Each endpoint takes one of the two methods, and answers that one with another status than 404.
      return answers.every(({ status }) => status === 404) ? name : undefined;
    }),
  );
  expect(missing.filter((name) => name !== undefined)).toEqual([]);
});
