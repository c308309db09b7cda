// What becomes of an answer of the sign-in service that is no success.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { createOAuthClient, type OAuthClient } from "./oauth-client.ts";

/** A sign-in service that answers everything with one status. */
async function startService(status: number) {
  const server = createServer((_, response) => response.writeHead(status).end("{}"));
  const listening = Promise.withResolvers<void>();
  server.listen(0, "127.0.0.1", listening.resolve);
  await listening.promise;
  const { port } = server.address() as AddressInfo;
  return {
    oauth: createOAuthClient({
      hostedUiOrigin: `http://127.0.0.1:${port}`,
      clientId: "web",
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

const REQUESTS: Readonly<Record<string, (oauth: OAuthClient) => Promise<unknown>>> = {
  exchange: (oauth) => oauth.exchangeCode("code", "verifier"),
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
    exchange: "SIGN_IN_FAILED",
    refresh: "NOT_SIGNED_IN",
    revoke: "INTERNAL",
  });
});

test("too many requests are to be made again later, and are no outage", async () => {
  expect(await codesAt(429)).toEqual({
    exchange: "THROTTLED",
    refresh: "THROTTLED",
    revoke: "THROTTLED",
  });
});

test("a service that fails is away", async () => {
  expect(await codesAt(503)).toEqual({
    exchange: "SERVICE_UNAVAILABLE",
    refresh: "SERVICE_UNAVAILABLE",
    revoke: "SERVICE_UNAVAILABLE",
  });
});

test("a success that says nothing gives no tokens", async () => {
  expect(await codesAt(200)).toEqual({
    exchange: "SERVICE_UNAVAILABLE",
    refresh: "SERVICE_UNAVAILABLE",
    revoke: "no error",
  });
});
