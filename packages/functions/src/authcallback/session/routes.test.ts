// What the addresses of the session do when the sign-in service fails them. All else is tested against
// a whole stack, in tests/api/session-life.test.ts and tests/attacks/.
import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { AppError } from "@tapedeck/core/errors";
import { systemClock } from "../../clock.ts";
import { httpEvent } from "../../http/testing/http-event.ts";
import type { OAuthClient } from "./oauth-client.ts";
import { createSealer } from "./seal.ts";
import { createSessionCookies } from "./session-cookies.ts";
import { sessionRoutes } from "./routes.ts";
import { createSignInCookie } from "./sign-in-cookie.ts";

const SITE = "https://app.example";

/** One browser, and a sign-in service that does as it is told. */
function setUp() {
  const sealer = createSealer([randomBytes(32)]);
  const sessions = createSessionCookies(sealer, SITE);
  const service = {
    revoked: [] as string[],
    failure: undefined as AppError | undefined,
    nextRefreshToken: undefined as string | undefined,
    lastBody: undefined as string | undefined,
  };
  const oauth: OAuthClient = {
    beginSignIn: () => Promise.reject(new Error("these tests begin no sign-in")),
    finishSignIn: () => Promise.reject(new Error("these tests finish no sign-in")),
    refresh: async () => ({
      access_token: "a",
      expires_in: 300,
      person: { name: "Ada Ortiz", email: "ada@example.com" },
      ...(service.nextRefreshToken === undefined
        ? {}
        : { refresh_token: service.nextRefreshToken }),
    }),
    revoke: async (refreshToken) => {
      if (service.failure) throw service.failure;
      service.revoked.push(refreshToken);
    },
  };
  const errors: string[] = [];
  const routes = sessionRoutes({
    oauth: async () => oauth,
    logoutUrl: `${SITE}/`,
    sessions,
    signInCookie: createSignInCookie(sealer, SITE, systemClock),
    siteOrigin: SITE,
    log: { info: () => undefined, error: (message) => errors.push(message) },
  });
  const cookies = new Map<string, string>();
  const keep = (lines: readonly string[] = []) => {
    for (const line of lines) {
      const [, name = "", value = ""] = /^([^=;]+)=([^;]*)/.exec(line) ?? [];
      if (value === "") cookies.delete(name);
      else cookies.set(name, value);
    }
  };
  const post = async (path: string) => {
    const result = await routes[`POST ${path}`]?.(
      httpEvent({
        headers: { origin: SITE, "x-tapedeck": "1" },
        cookies: [...cookies].map((pair) => pair.join("=")),
      }),
      "request-1",
    );
    keep(result?.cookies);
    service.lastBody = result?.body;
    return result?.statusCode;
  };
  const signIn = (refreshToken: string) => keep(sessions.open(refreshToken));
  signIn("of-ada");
  return { service, errors, cookies, post, signIn };
}

const noAnswer = new AppError("SERVICE_UNAVAILABLE", "The sign-in service does not answer now.");
const refused = new AppError("INTERNAL", "The sign-in service refuses to revoke.");

test("an answer with a token says who the person is, and nothing else", async () => {
  const { service, post } = setUp();
  expect(await post("/auth/token")).toBe(200);
  expect(JSON.parse(service.lastBody ?? "")).toEqual({
    accessToken: "a",
    expiresInSeconds: 300,
    name: "Ada Ortiz",
    email: "ada@example.com",
  });
});

test("a session that could not be revoked is revoked by the next request for a token", async () => {
  const { service, errors, cookies, post } = setUp();
  service.failure = noAnswer;
  expect(await post("/auth/logout")).toBe(200);
  expect(await post("/auth/token")).toBe(401);
  expect(service.revoked).toEqual([]);
  expect(cookies.size).toBe(1);
  expect(errors).toEqual(["revocation failed", "revocation failed"]);
  service.failure = undefined;
  expect(await post("/auth/token")).toBe(401);
  expect(service.revoked).toEqual(["of-ada"]);
  expect(cookies.size).toBe(0);
});

test("a session that the service refuses to revoke is not tried for ever", async () => {
  const { service, errors, cookies, post } = setUp();
  service.failure = refused;
  expect(await post("/auth/logout")).toBe(200);
  expect(cookies.size).toBe(0);
  expect(errors).toEqual(["revocation failed"]);
});

test("one session waits of several that could not be revoked, so that the cookies stay small", async () => {
  const { service, errors, cookies, post, signIn } = setUp();
  for (const name of ["b", "c", "d"]) signIn(name.repeat(2_200));
  expect(cookies.size).toBe(5);
  service.failure = noAnswer;
  expect(await post("/auth/token")).toBe(200);
  expect(errors).toEqual(Array.from({ length: 3 }, () => "revocation failed"));
  // The one in force, what says so, and the one that waits.
  expect(cookies.size).toBe(3);
  expect([...cookies].join("; ").length).toBeLessThan(10_240);
});

test("a refresh token of 2,200 characters fits, and one that does not is refused and told the owner", async () => {
  const { service, errors, cookies, post } = setUp();
  service.nextRefreshToken = "r".repeat(2_200);
  expect(await post("/auth/token")).toBe(200);
  const before = [...cookies];
  service.nextRefreshToken = "r".repeat(3_000);
  expect(await post("/auth/token")).toBe(403);
  expect(errors).toEqual(["no token given"]);
  expect([...cookies]).toEqual(before);
});
