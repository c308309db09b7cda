// A stranger or a browser sends the longest possible values to the sign-in and to the token check. Each
// answer succeeds or has a code of the catalogue; none is a 500, and no connection breaks.
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { isErrorCode } from "@tapedeck/core/error-codes";
import { LIMITS } from "@tapedeck/core/limits";
import {
  SESSION_COOKIE,
  SIGN_IN_COOKIE,
  SIGNED_IN_COOKIE,
  createBrowser,
} from "../fixtures/stack/http-browser.ts";
import { useStack } from "../fixtures/stack/use-stack.ts";

const stack = await useStack();

/** Node's server reads 16 KiB of headers; this leaves room for the other ones. */
const LONGEST = 14_000;
/** The longest cookie that a browser keeps. */
const LONGEST_COOKIE = 4_096;

/** The longest address that CloudFront accepts; a longer one never arrives here. */
const LONGEST_URL = 8_192;

const RUNS = { numRuns: 40 };

/** Made of one kind of character, so that the test reaches the longest texts. */
const long = (units: readonly string[], maxLength: number) =>
  fc
    .tuple(
      fc.constantFrom(...units),
      fc.oneof(fc.constantFrom(0, 1, maxLength - 1, maxLength), fc.nat(maxLength)),
    )
    .map(([unit, length]) => unit.repeat(Math.ceil(length / unit.length)).slice(0, length));

const headerValue = (maxLength: number) =>
  long(["a", "%", "eyJ.", "-_", "A1", '"', "=", ",", "é", "..."], maxLength);

interface Answered {
  readonly status: number;
  readonly location: string | null;
  readonly appCode: unknown;
}

async function ask(path: string, init: RequestInit = {}): Promise<Answered> {
  fc.pre(path.length <= LONGEST_URL);
  const answer = await fetch(`${stack.url}${path}`, { redirect: "manual", ...init });
  const text = await answer.text();
  for (const line of answer.headers.getSetCookie()) {
    expect(Buffer.byteLength(line)).toBeLessThanOrEqual(LONGEST_COOKIE);
  }
  return {
    status: answer.status,
    location: answer.headers.get("location"),
    appCode: /"appCode":"(\w+)"/.exec(text)?.[1],
  };
}

/** `refused` for a refusal with a code of the catalogue; otherwise the actual answer. */
const refusal = ({ status, appCode }: Answered) =>
  status >= 400 && status < 500 && isErrorCode(appCode)
    ? "refused"
    : `${status} ${String(appCode)}`;

test("a sign-in with any long return path ends at that path or at the start page", async () => {
  const paths = long(["/", "a", "語", "😀", "%", "\\", "\t", "?", "#", "é&"], 900);
  await fc.assert(
    fc.asyncProperty(paths, async (rest) => {
      const query = new URLSearchParams({ return: `/${rest}` }).toString();
      const { status, location } = await ask(`/auth/login?${query}`);
      expect(status).toBe(302);
      expect(location).toMatch(`${stack.cognito.origin}/oauth2/authorize?`);
    }),
    RUNS,
  );
  const browser = createBrowser(stack);
  expect((await browser.signIn("ada", `/${"語".repeat(800)}`)).location).toBe(`${stack.url}/`);
  expect((await browser.signIn("ada", `/${"a".repeat(511)}`)).location).toBe(
    `${stack.url}/${"a".repeat(511)}`,
  );
});

test("gives the app a code for any long answer of the sign-in service", async () => {
  const value = long(["a", "語", "%", "&", "<", " ", "\0"], 880);
  const pending = createBrowser(stack);
  const state = (await pending.beginSignIn()).searchParams.get("state") ?? "";
  const cookie = `${SIGN_IN_COOKIE}=${pending.cookies.get(SIGN_IN_COOKIE)}`;
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom("code", "error", "error_description"),
      value,
      fc.oneof(fc.constant(state), value),
      fc.boolean(),
      async (name, given, ofState, hasCookie) => {
        const query = new URLSearchParams({ [name]: given, state: ofState }).toString();
        const headers = hasCookie ? { cookie } : {};
        const { status, location } = await ask(`/auth/callback?${query}`, { headers });
        expect(status).toBe(302);
        const url = new URL(location ?? "");
        expect(url.origin).toBe(stack.url);
        expect(isErrorCode(url.searchParams.get("signInError"))).toBe(true);
        expect(url.searchParams.get("signInError")).not.toBe("INTERNAL");
      },
    ),
    RUNS,
  );
});

test("opens no session for any long value of our cookies", async () => {
  const name = fc.constantFrom(
    SIGN_IN_COOKIE,
    SIGNED_IN_COOKIE,
    `${SESSION_COOKIE}a`,
    SESSION_COOKIE,
    `${SESSION_COOKIE}${"a".repeat(200)}`,
    "__Host-tapedeck-session-a",
  );
  // A request has room for three of the longest.
  const cookies = fc.array(fc.tuple(name, headerValue(LONGEST_COOKIE)), { maxLength: 3 });
  await fc.assert(
    fc.asyncProperty(cookies, async (held) => {
      const headers = {
        cookie: held.map((pair) => pair.join("=")).join("; "),
        origin: stack.url,
        "x-tapedeck": "1",
      };
      expect(await ask("/auth/token", { method: "POST", headers })).toMatchObject({
        status: 401,
        appCode: "NOT_SIGNED_IN",
      });
      expect(await ask("/auth/logout", { method: "POST", headers })).toMatchObject({ status: 200 });
      expect(await ask("/auth/login", { headers })).toMatchObject({ status: 302 });
    }),
    RUNS,
  );
});

test("refuses a request with any long value in a header that decides something", async () => {
  const name = fc.constantFrom("origin", "x-tapedeck", "authorization", "x-tapedeck-authorization");
  await fc.assert(
    fc.asyncProperty(name, headerValue(LONGEST), async (header, value) => {
      const headers = { [header]: value };
      expect(refusal(await ask("/auth/token", { method: "POST", headers }))).toBe("refused");
      expect(refusal(await ask("/trpc/session.me", { headers }))).toBe("refused");
      const bearer = { authorization: `Bearer ${value}` };
      expect(refusal(await ask("/trpc/session.me", { headers: bearer }))).toBe("refused");
    }),
    RUNS,
  );
});

test("accepts any long claim that the pool signed, or refuses it with a code", async () => {
  const nowSeconds = Math.floor(Date.now() / 1000);
  const text = long(["a", "é", "hosts ", "../"], 9_000);
  const claims = fc.record(
    {
      sub: text,
      username: text,
      scope: text,
      jti: text,
      "cognito:groups": fc.array(long(["a", "us-east-1_Tapedeck_"], 128), { maxLength: 100 }),
    },
    { requiredKeys: [] },
  );
  await fc.assert(
    fc.asyncProperty(claims, async (over) => {
      const token = await stack.cognito.signToken({
        iss: stack.cognito.issuer,
        client_id: stack.cognito.webClientId,
        token_use: "access",
        sub: "0b9c1f6e-7a54-4a6f-9a3e-0d6d2f4b8c11",
        scope: "tapedeck/read",
        iat: nowSeconds,
        exp: nowSeconds + 300,
        ...over,
      });
      fc.pre(token.length < LONGEST);
      const answer = await ask("/trpc/session.me", {
        headers: { authorization: `Bearer ${token}` },
      });
      expect(answer.status).toBeLessThan(500);
      expect(answer.status === 200 || isErrorCode(answer.appCode)).toBe(true);
      expect(answer.status !== 200 || token.length <= LIMITS.accessTokenCharacters).toBe(true);
    }),
    RUNS,
  );
});

test("answers any long address with a code of the catalogue", async () => {
  const path = long(["a", "/", ".", "%", "%E0%A4%A", "%00", "é", "語", ".."], 900);
  await fc.assert(
    fc.asyncProperty(fc.constantFrom("/auth/", "/trpc/"), path, async (start, rest) => {
      // fetch resolves a dot between slashes before it sends, so such a path leads elsewhere.
      const url = new URL(`${start}${rest}`, stack.url);
      fc.pre(/^\/(auth|trpc)\//.test(url.pathname));
      expect(refusal(await ask(`${url.pathname}${url.search}`))).toBe("refused");
    }),
    RUNS,
  );
});

test("refuses any long input of a query by a rule", async () => {
  const authorization = `Bearer ${await stack.tokenOf("ada")}`;
  const input = long(["a", "{", "[", '"', "%", "語", "\0", '{"cursor":'], 900);
  await fc.assert(
    fc.asyncProperty(input, fc.boolean(), async (text, isCursor) => {
      const sent = isCursor ? JSON.stringify({ cursor: text, limit: 1 }) : text;
      const query = new URLSearchParams({ input: sent }).toString();
      const answer = await ask(`/trpc/recordings.list?${query}`, { headers: { authorization } });
      expect(answer.status).toBeLessThan(500);
      expect(answer.status === 200 || isErrorCode(answer.appCode)).toBe(true);
    }),
    RUNS,
  );
});
