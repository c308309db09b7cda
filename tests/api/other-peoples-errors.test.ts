// The edge's cache sees neither token nor cookie. One caller's error must not become the next caller's
// answer.
import { expect, test } from "vitest";
import { useStack } from "../fixtures/stack/use-stack.ts";

const stack = await useStack();
const token = await stack.tokenOf("ada");

const encoded = (part: object) => Buffer.from(JSON.stringify(part)).toString("base64url");
/** Signed by a key that Cognito never had: the public client id is enough to make such a token. */
const forged = [
  encoded({ alg: "RS256", kid: "unknown" }),
  encoded({
    iss: stack.cognito.issuer,
    client_id: stack.cognito.webClientId,
    token_use: "access",
    exp: 4_000_000_000,
  }),
  "AAAA",
].join(".");

const ask = (bearer: string, path = "/trpc/session.me") =>
  stack.get(path, { authorization: `Bearer ${bearer}` });

test("100 forged requests change no answer of another person", async () => {
  for (let round = 0; round < 50; round++) {
    expect((await ask(forged)).status).not.toBe(200);
    expect((await ask(forged)).status).not.toBe(200);
    expect((await ask(token)).status).toBe(200);
  }
});

test.each([
  "/trpc/session.me",
  "/trpc/recordings.list?input=%7B%7D",
  "/auth/token",
  "/auth/nothing",
])("a function that is down for one caller of %s is not down for the next", async (path) => {
  const before = await ask(token, path);
  expect(before.status).toBeLessThan(500);
  for (let round = 0; round < 5; round++) {
    stack.faults.add({ at: "api", kind: "unavailable", times: 1 });
    expect((await ask(forged, path)).status).toBe(503);
    expect((await ask(token, path)).status).toBe(before.status);
  }
});

test("a HEAD that is refused does not refuse the GET after it", async () => {
  const headers = { authorization: `Bearer ${token}` };
  const head = await fetch(`${stack.url}/trpc/session.me`, { method: "HEAD", headers });
  expect(head.status).toBe(405);
  expect((await ask(token)).status).toBe(200);
});
