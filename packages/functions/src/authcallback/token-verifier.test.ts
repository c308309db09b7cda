import { generateKeyPairSync, sign } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { systemClock } from "../clock.ts";
import { createTokenVerifier, type TokenVerifier } from "./token-verifier.ts";

const CLIENT = "web";

/** A pool that counts how often its keys are asked for. */
async function startPool() {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const state = { fetches: 0, status: 200, kid: "first", body: undefined as string | undefined };
  const server = createServer((_, response) => {
    state.fetches += 1;
    // Without `alg`: what the header says must be checked by us then.
    const key = { ...publicKey.export({ format: "jwk" }), kid: state.kid, use: "sig" };
    response.writeHead(state.status, { "content-type": "application/json" });
    response.end(state.body ?? JSON.stringify({ keys: [key] }));
  });
  const listening = Promise.withResolvers<void>();
  server.listen(0, "127.0.0.1", listening.resolve);
  await listening.promise;
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}/pool`;
  const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
  return {
    state,
    issuer,
    token(header: object = {}, hash = "sha256"): string {
      const seconds = Math.floor(Date.now() / 1000);
      const times = { iat: seconds, exp: seconds + 300 };
      const claims = { iss: issuer, client_id: CLIENT, token_use: "access", sub: "ada", ...times };
      const signed = `${encoded({ alg: "RS256", kid: "first", ...header })}.${encoded(claims)}`;
      return `${signed}.${sign(hash, Buffer.from(signed), privateKey).toString("base64url")}`;
    },
    async [Symbol.asyncDispose]() {
      const closed = Promise.withResolvers<void>();
      server.close(() => closed.resolve());
      server.closeAllConnections();
      await closed.promise;
    },
  };
}

let pool: Awaited<ReturnType<typeof startPool>>;
let verify: TokenVerifier;
beforeEach(async () => {
  pool = await startPool();
  verify = createTokenVerifier({ issuer: pool.issuer, clientIds: [CLIENT] }, systemClock);
});
afterEach(async () => {
  vi.useRealTimers();
  await pool[Symbol.asyncDispose]();
});

const refused = { code: "TOKEN_REFUSED" };

describe("the pool's keys", () => {
  test("are fetched once, however many tokens come at once", async () => {
    await Promise.all(Array.from({ length: 20 }, () => verify(pool.token())));
    await verify(pool.token());
    expect(pool.state.fetches).toBe(1);
  });

  test("are not fetched a second time within ten seconds for tokens that name unknown keys", async () => {
    await verify(pool.token());
    for (let k = 0; k < 200; k++) {
      await expect(verify(pool.token({ kid: `made-up-${k}` }))).rejects.toMatchObject(refused);
    }
    expect(pool.state.fetches).toBe(2);
    // An honest token is still accepted.
    await verify(pool.token());
  });

  test("are fetched again after the pause, so that changed keys are found", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    await verify(pool.token());
    await expect(verify(pool.token({ kid: "second" }))).rejects.toMatchObject(refused);
    pool.state.kid = "second";
    await expect(verify(pool.token({ kid: "second" }))).rejects.toMatchObject(refused);
    vi.advanceTimersByTime(10_000);
    await expect(verify(pool.token({ kid: "second" }))).resolves.toMatchObject({ sub: "ada" });
  });

  test.each([
    ["are answered with an error", { status: 500 }],
    ["are answered with a page", { body: "<html>" }],
    ["are answered with no keys", { body: "{}" }],
    ["are answered with a key that lacks its type", { body: '{"keys":[{"kid":"first"}]}' }],
  ])(
    "cause SERVICE_UNAVAILABLE, and no refusal of the caller, when they %s",
    async (_what, trouble) => {
      Object.assign(pool.state, trouble);
      await expect(verify(pool.token())).rejects.toMatchObject({ code: "SERVICE_UNAVAILABLE" });
      Object.assign(pool.state, { status: 200, body: undefined });
      await verify(pool.token());
    },
  );

  test("are not looked at for a token that is too long", async () => {
    await expect(verify(`${pool.token()}${"A".repeat(8_192)}`)).rejects.toMatchObject(refused);
    expect(pool.state.fetches).toBe(0);
  });
});

test.each([
  ["RS384", "sha384"],
  ["RS512", "sha512"],
])("a token truly signed with %s by the pool's own key is refused", async (alg, hash) => {
  await expect(verify(pool.token({ alg }, hash))).rejects.toMatchObject(refused);
});
