// The API accepts unexpired, unforged access tokens of our clients, and no others.
import { createHmac, createPublicKey, type JsonWebKey } from "node:crypto";
import { describe, expect, test } from "vitest";
import { useStack } from "../fixtures/stack/use-stack.ts";

const stack = await useStack();

const nowSeconds = () => Math.floor(Date.now() / 1000);

/** The claims that Cognito puts into an access token of the web client. */
const claims = (over: Record<string, unknown> = {}) => ({
  iss: stack.cognito.issuer,
  client_id: stack.cognito.webClientId,
  token_use: "access",
  sub: "0b9c1f6e-7a54-4a6f-9a3e-0d6d2f4b8c11",
  username: "mallory",
  scope: "openid tapedeck/read",
  iat: nowSeconds(),
  exp: nowSeconds() + 300,
  ...over,
});

const me = (token: string) => stack.get("/trpc/session.me", { authorization: `Bearer ${token}` });

const base64url = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

describe("an access token", () => {
  test("names the prefix of a signed-in user", async () => {
    const answer = await me(await stack.tokenOf("ada"));
    expect(answer.status).toBe(200);
    expect(answer.data).toMatchObject({ userType: "hosts", provider: "cognito" });
    const { sub, prefix } = answer.data as { sub: string; prefix: string };
    expect(prefix).toBe(`users/hosts/cognito/${sub}/`);
  });

  test("is accepted when the test makes it with the right claims, so that each forgery differs in one thing", async () => {
    expect(await me(await stack.cognito.signToken(claims()))).toMatchObject({ status: 200 });
  });

  test("is required", async () => {
    expect(await stack.get("/trpc/session.me")).toMatchObject({
      status: 401,
      appCode: "NOT_SIGNED_IN",
    });
  });

  test("is refused as expired after its time, so that the client asks for a new one", async () => {
    const token = await stack.cognito.signToken(claims({ exp: nowSeconds() - 1 }));
    expect(await me(token)).toMatchObject({ status: 401, appCode: "TOKEN_EXPIRED" });
  });

  test.each<[string, () => Record<string, unknown>]>([
    ["another client's", () => ({ client_id: "another-client" })],
    [
      "another issuer's",
      () => ({ iss: "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_X" }),
    ],
    ["an ID token", () => ({ token_use: "id", aud: stack.cognito.webClientId })],
    ["without an expiry", () => ({ exp: undefined })],
    ["of the future", () => ({ iat: nowSeconds() + 3600 })],
  ])("is refused when it is %s", async (_what, over) => {
    const token = await stack.cognito.signToken(claims(over()));
    expect(await me(token)).toMatchObject({ status: 401, appCode: "TOKEN_REFUSED" });
  });

  test("is refused when its alg is none", async () => {
    const header = { alg: "none", kid: "k" };
    const answers = await Promise.all(
      ["", "x"].map((signature) => me(`${base64url(header)}.${base64url(claims())}.${signature}`)),
    );
    for (const answer of answers) expect(answer.status).toBe(401);
  });

  test("is refused when HS256 signs it with the public key", async () => {
    const jwks = (await (await fetch(`${stack.cognito.issuer}/.well-known/jwks.json`)).json()) as {
      keys: (JsonWebKey & { kid: string })[];
    };
    const [jwk] = jwks.keys;
    if (jwk === undefined) throw new Error("the pool shows no key");
    const pem = createPublicKey({ key: jwk, format: "jwk" }).export({
      type: "spki",
      format: "pem",
    });
    const signed = `${base64url({ alg: "HS256", kid: jwk.kid })}.${base64url(claims())}`;
    const signature = createHmac("sha256", pem).update(signed).digest("base64url");
    expect(await me(`${signed}.${signature}`)).toMatchObject({
      status: 401,
      appCode: "TOKEN_REFUSED",
    });
  });

  test("is refused when its payload was changed", async () => {
    const [header = "", , signature = ""] = (await stack.cognito.signToken(claims())).split(".");
    const forged = `${header}.${base64url(claims({ sub: "victim" }))}.${signature}`;
    expect(await me(forged)).toMatchObject({ status: 401, appCode: "TOKEN_REFUSED" });
  });
});

test("refuses a hundred tokens of made-up keys, and answers an honest person between them", async () => {
  const honest = await stack.tokenOf("ada");
  for (let k = 0; k < 100; k++) {
    const forged = await stack.cognito.signToken(claims(), { header: { kid: `made-up-${k}` } });
    expect(await me(forged)).toMatchObject({ status: 401, appCode: "TOKEN_REFUSED" });
    expect(await me(honest)).toMatchObject({ status: 200 });
  }
});

describe("a claim that would enter a key", () => {
  test.each(["../", "..", "%2e", "a/b", "a b", "a\0b", "x".repeat(300), "", ".hidden", "ä"])(
    "is refused when it is %j",
    async (sub) => {
      const answer = await me(await stack.cognito.signToken(claims({ sub })));
      expect(answer).toMatchObject({ status: 403, appCode: "IDENTITY_REFUSED" });
    },
  );
});
