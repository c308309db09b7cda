// Answers of the sign-in service that the stand-in for Cognito never gives by itself.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { REFUSAL_SENTENCES } from "@tapedeck/core/sign-up-refusals";
import { createOAuthClient, type BegunSignIn, type OAuthClient } from "./oauth-client.ts";

const ISSUER = "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_Tapes";
const CLIENT = "web";
const BEGUN: BegunSignIn = { state: "s", nonce: "n", codeVerifier: "v".repeat(43), ageSeconds: 60 };
const CALLBACK = new URLSearchParams({ code: "secret-code", state: BEGUN.state });

/** A sign-in service that answers everything with one status and body. */
async function startService(status: number, body: unknown = {}) {
  const forms: URLSearchParams[] = [];
  const server = createServer((request, response) => {
    request.setEncoding("utf8").on("data", (text: string) => forms.push(new URLSearchParams(text)));
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  });
  const listening = Promise.withResolvers<void>();
  server.listen(0, "127.0.0.1", listening.resolve);
  await listening.promise;
  const { port } = server.address() as AddressInfo;
  return {
    forms,
    oauth: createOAuthClient({
      issuer: ISSUER,
      hostedUiOrigin: `http://127.0.0.1:${port}`,
      clientId: CLIENT,
      redirectUri: "https://app.example/auth/callback",
    }),
    async [Symbol.asyncDispose]() {
      const closed = Promise.withResolvers<void>();
      server.close(() => closed.resolve());
      server.closeAllConnections();
      await closed.promise;
    },
  };
}

const nowSeconds = () => Math.floor(Date.now() / 1000);

/** What Cognito answers, with changes to the claims of its ID token. */
function tokensWith(changes: Readonly<Record<string, unknown>> = {}) {
  const claims = {
    iss: ISSUER,
    aud: CLIENT,
    sub: "ada",
    nonce: BEGUN.nonce,
    iat: nowSeconds(),
    exp: nowSeconds() + 300,
    auth_time: nowSeconds(),
    ...changes,
  };
  const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
  return {
    access_token: "secret-access",
    expires_in: 300,
    id_token: `${encoded({ alg: "RS256", kid: "k" })}.${encoded(claims)}.c2ln`,
    refresh_token: "secret-refresh",
    token_type: "Bearer",
  };
}

const REQUESTS: Readonly<Record<string, (oauth: OAuthClient) => Promise<unknown>>> = {
  finish: (oauth) => oauth.finishSignIn(CALLBACK, BEGUN),
  refresh: (oauth) => oauth.refresh("token"),
  revoke: (oauth) => oauth.revoke("token"),
};

const codesAt = async (status: number) => {
  await using service = await startService(status);
  const codes = Object.entries(REQUESTS).map(async ([name, request]) => [
    name,
    await request(service.oauth).then(
      () => "no error",
      (thrown: unknown) => (thrown as { readonly code?: string }).code,
    ),
  ]);
  return Object.fromEntries(await Promise.all(codes)) as Record<string, string>;
};

test("a refusal is the caller's: the code or the session is worth nothing", async () => {
  expect(await codesAt(400)).toEqual({
    finish: "SIGN_IN_FAILED",
    refresh: "NOT_SIGNED_IN",
    revoke: "INTERNAL",
  });
});

test("too many requests are to be made again later, and are no outage", async () => {
  expect(await codesAt(429)).toEqual({
    finish: "THROTTLED",
    refresh: "THROTTLED",
    revoke: "THROTTLED",
  });
});

test("a service that fails is away", async () => {
  expect(await codesAt(503)).toEqual({
    finish: "SERVICE_UNAVAILABLE",
    refresh: "SERVICE_UNAVAILABLE",
    revoke: "SERVICE_UNAVAILABLE",
  });
});

test("a success that says nothing gives no tokens", async () => {
  expect(await codesAt(200)).toEqual({
    finish: "SERVICE_UNAVAILABLE",
    refresh: "SERVICE_UNAVAILABLE",
    revoke: "no error",
  });
});

test("the code is sent with its verifier, and the refresh token of the answer is given", async () => {
  await using service = await startService(200, tokensWith());
  expect(await service.oauth.finishSignIn(CALLBACK, BEGUN)).toBe("secret-refresh");
  expect(service.forms.map((form) => Object.fromEntries(form))).toEqual([
    {
      grant_type: "authorization_code",
      client_id: CLIENT,
      code: "secret-code",
      code_verifier: BEGUN.codeVerifier,
      redirect_uri: "https://app.example/auth/callback",
    },
  ]);
});

/** The redirect by which Cognito ends a first sign-in that the pre-sign-up trigger refused. */
const refused = (code: keyof typeof REFUSAL_SENTENCES) =>
  new URLSearchParams({
    error: "invalid_request",
    error_description: `PreSignUp failed with error ${REFUSAL_SENTENCES[code]}. `,
  }).toString();

describe("the answer that the browser brings", () => {
  test.each([
    ["SIGN_IN_FAILED", "has another state", "code=c&state=other"],
    ["SIGN_IN_FAILED", "has no state", "code=c"],
    ["SIGN_IN_FAILED", "has two states", "code=c&state=s&state=s"],
    ["SIGN_IN_FAILED", "has two codes", "code=c&code=d&state=s"],
    ["SIGN_IN_FAILED", "has no code", "state=s"],
    ["SIGN_IN_FAILED", "has an empty code", "code=&state=s"],
    ["SIGN_IN_FAILED", "names another issuer", "code=c&state=s&iss=https%3A%2F%2Fevil.example"],
    ["SIGN_IN_CANCELLED", "says that the person ended it", "error=access_denied&state=s"],
    ["SERVICE_UNAVAILABLE", "says that the service is away", "error=server_error&state=s"],
    ["SIGN_IN_FAILED", "says so with another state", "error=access_denied&state=other"],
    ["NOT_INVITED", "tells that the trigger refused", `${refused("NOT_INVITED")}&state=s`],
    ["EMAIL_UNVERIFIED", "tells why it refused", `${refused("EMAIL_UNVERIFIED")}&state=s`],
    ["SIGN_IN_FAILED", "tells so with another state", `${refused("NOT_INVITED")}&state=other`],
    [
      "SIGN_IN_FAILED",
      "has a description of its own",
      "error=invalid_request&error_description=Call+this+number&state=s",
    ],
  ])("is refused as %s when it %s, and no code is redeemed", async (code, _what, query) => {
    await using service = await startService(200, tokensWith());
    await expect(
      service.oauth.finishSignIn(new URLSearchParams(query), BEGUN),
    ).rejects.toMatchObject({ code });
    expect(service.forms).toEqual([]);
  });
});

describe("the ID token", () => {
  test.each([
    ["the password was given in the second in which the sign-in began", -60],
    ["the service's clock is nine seconds behind", -69],
  ])("is accepted when %s", async (_when, seconds) => {
    await using service = await startService(
      200,
      tokensWith({ auth_time: nowSeconds() + seconds }),
    );
    await expect(service.oauth.finishSignIn(CALLBACK, BEGUN)).resolves.toBe("secret-refresh");
  });

  test.each<[string, Record<string, unknown>]>([
    ["names another issuer", { iss: "https://evil.example" }],
    ["names no issuer", { iss: undefined }],
    ["is for another client", { aud: "cli" }],
    ["is for no client", { aud: undefined }],
    ["is for two clients, and was given to the other", { aud: [CLIENT, "cli"], azp: "cli" }],
    ["expired a minute ago", { exp: nowSeconds() - 60 }],
    ["never expires", { exp: undefined }],
    ["names another nonce", { nonce: "other" }],
    ["names no nonce", { nonce: undefined }],
    ["names a number for a nonce", { nonce: 1 }],
    ["is of a password given a minute before the sign-in began", { auth_time: nowSeconds() - 120 }],
    ["says nothing of a password", { auth_time: undefined }],
    ["says nothing readable of a password", { auth_time: "now" }],
  ])("is refused when it %s, and no error holds a token", async (_what, changes) => {
    const answer = tokensWith(changes);
    await using service = await startService(200, answer);
    const thrown: unknown = await service.oauth
      .finishSignIn(CALLBACK, BEGUN)
      .catch((error: unknown) => error);
    expect(thrown).toMatchObject({ code: "SIGN_IN_FAILED" });
    const told = inspect(thrown, { depth: Infinity, showHidden: true });
    for (const secret of ["secret-", answer.id_token]) expect(told).not.toContain(secret);
  });

  test.each([undefined, "", "a.b", "a.e30.c", 1])("is refused when it is %j", async (idToken) => {
    await using service = await startService(200, { ...tokensWith(), id_token: idToken });
    await expect(service.oauth.finishSignIn(CALLBACK, BEGUN)).rejects.toMatchObject({
      code: "SIGN_IN_FAILED",
    });
  });

  test("must name the same issuer when it comes with a refresh, and the session outlives the refusal", async () => {
    await using service = await startService(200, tokensWith({ iss: "https://evil.example" }));
    await expect(service.oauth.refresh("token")).rejects.toMatchObject({
      code: "SERVICE_UNAVAILABLE",
    });
  });
});

test.each([
  [
    { name: "Ada Ortiz", email: "ada@example.com" },
    { name: "Ada Ortiz", email: "ada@example.com" },
  ],
  [{ email: "ada@example.com" }, { email: "ada@example.com" }],
  [{ name: 1, email: ["ada@example.com"] }, {}],
])("a refresh gives what the ID token says of the person: %j", async (claims, person) => {
  await using service = await startService(200, tokensWith(claims));
  expect(await service.oauth.refresh("token")).toMatchObject({ access_token: "secret-access" });
  expect((await service.oauth.refresh("token")).person).toEqual(person);
});

test("a refresh without an ID token says nothing of the person", async () => {
  const { id_token: _idToken, ...answer } = tokensWith();
  await using service = await startService(200, answer);
  expect((await service.oauth.refresh("token")).person).toEqual({});
});

test("a sign-in without a refresh token is refused", async () => {
  const { refresh_token: _refreshToken, ...answer } = tokensWith();
  await using service = await startService(200, answer);
  await expect(service.oauth.finishSignIn(CALLBACK, BEGUN)).rejects.toMatchObject({
    code: "SIGN_IN_FAILED",
  });
});

test("a secret is never sent over plain HTTP to another machine", async () => {
  const oauth = createOAuthClient({
    issuer: ISSUER,
    hostedUiOrigin: "http://login.example",
    clientId: CLIENT,
    redirectUri: "https://app.example/auth/callback",
  });
  await expect(oauth.refresh("token")).rejects.toThrow("only requests to HTTPS are allowed");
});
