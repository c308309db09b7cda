// Mixes up, replays, forges and misdirects sign-ins, through the real pages and addresses.
import { createHash, randomBytes } from "node:crypto";
import { vi } from "vitest";
import { createSealer } from "@tapedeck/functions/authcallback/session/seal";
import type { Arena, Attack } from "./arena.ts";
import {
  SIGN_IN_COOKIE,
  createBrowser,
  type Browser,
  type Visit,
} from "../fixtures/stack/http-browser.ts";

/** A callback that must end at the app with that code and in no session. */
export function unlessTurnedAway(
  { stack }: Arena,
  { location }: Visit,
  browser: Browser,
  code = "SIGN_IN_FAILED",
): string | undefined {
  if (browser.hasSession()) return "a session was opened";
  return location === `${stack.url}/?signInError=${code}` ? undefined : `sent to ${location}`;
}

/** Signs the attacker's browser in as Ben, and changes the callback. */
function bentCallback(
  name: string,
  bend: (callback: URL, browser: Browser, arena: Arena) => Promise<void> | void,
  code?: string,
): Attack {
  return {
    name: `sign-in: ${name}`,
    run: async (arena) => {
      const browser = createBrowser(arena.stack);
      const callback = await browser.walkToCallback(await browser.beginSignIn(), "ben");
      await bend(callback, browser, arena);
      return unlessTurnedAway(arena, await browser.visit(callback.href), browser, code);
    },
  };
}

/** Changes the address of the login page before the person gives their password. */
function bentLogin(name: string, bend: (authorize: URL) => void): Attack {
  return {
    name: `sign-in: ${name}`,
    run: async (arena) => {
      const browser = createBrowser(arena.stack);
      const authorize = await browser.beginSignIn();
      bend(authorize);
      const callback = await browser.walkToCallback(authorize, "ben").catch(() => undefined);
      // The sign-in service itself may refuse; then no callback comes.
      if (callback === undefined) return undefined;
      return unlessTurnedAway(arena, await browser.visit(callback.href), browser);
    },
  };
}

const set = (name: string, value: string) => (url: URL) => url.searchParams.set(name, value);

/** The code of another browser's sign-in, not used yet. */
async function codeOfAda({ stack }: Arena): Promise<URL> {
  const other = createBrowser(stack);
  return other.walkToCallback(await other.beginSignIn(), "ada");
}

const challenge = createHash("sha256").update(randomBytes(32)).digest("base64url");

const mixUps: readonly Attack[] = [
  bentCallback("no cookie", (_, { cookies }) => cookies.clear(), "COOKIES_BLOCKED"),
  bentCallback("a cookie, but not the sign-in's", (_, { cookies }) => {
    cookies.delete(SIGN_IN_COOKIE);
  }),
  bentCallback("no state", (url) => url.searchParams.delete("state")),
  bentCallback("an empty state", set("state", "")),
  bentCallback("a guessed state", set("state", "guessed")),
  bentCallback("the state twice", (url) => {
    url.searchParams.append("state", url.searchParams.get("state") ?? "");
  }),
  bentCallback("a state cut short", (url) => {
    set("state", (url.searchParams.get("state") ?? "").slice(1))(url);
  }),
  bentCallback("a state in capitals", (url) => {
    set("state", (url.searchParams.get("state") ?? "").toUpperCase())(url);
  }),
  bentCallback("the state of another sign-in", async (url, _, arena) => {
    set("state", (await codeOfAda(arena)).searchParams.get("state") ?? "")(url);
  }),
  bentCallback("the code of another sign-in", async (url, _, arena) => {
    set("code", (await codeOfAda(arena)).searchParams.get("code") ?? "")(url);
  }),
  bentCallback("state and code of another sign-in", async (url, _, arena) => {
    url.search = (await codeOfAda(arena)).search;
  }),
  bentCallback("a made-up code", set("code", "made-up")),
  bentCallback("no code", (url) => url.searchParams.delete("code")),
  bentCallback("two codes", (url) => url.searchParams.append("code", "made-up")),
  bentCallback(
    "ended by the person",
    (url) => {
      url.searchParams.delete("code");
      set("error", "access_denied")(url);
      set("error_description", "<script>alert(1)</script>")(url);
    },
    "SIGN_IN_CANCELLED",
  ),
  bentCallback("an error of the attacker's making", (url) => {
    url.searchParams.delete("code");
    set("error", "NOT_A_CODE&x=https://evil.example")(url);
  }),
  bentLogin("another nonce", set("nonce", "of-the-attacker")),
  bentLogin("no nonce", (url) => url.searchParams.delete("nonce")),
  bentLogin("another PKCE challenge", set("code_challenge", challenge)),
  bentLogin("no PKCE", (url) => {
    url.searchParams.delete("code_challenge");
    url.searchParams.delete("code_challenge_method");
  }),
  bentLogin("plain PKCE", set("code_challenge_method", "plain")),
  bentLogin(
    "another place to return to",
    set("redirect_uri", "https://evil.example/auth/callback"),
  ),
  bentLogin("another client", set("client_id", "tapedeck-cli")),
  bentLogin("tokens in the URL", set("response_type", "token")),
];

const cookieTricks: readonly Attack[] = [
  bentCallback("a forged cookie", (_, { cookies }) => {
    const sealer = createSealer([randomBytes(32)]);
    const pending = { state: "s", nonce: "n", codeVerifier: "v", returnTo: "/" };
    const expiresAtMs = Date.now() + 60_000;
    cookies.set(SIGN_IN_COOKIE, sealer.seal(SIGN_IN_COOKIE, { ...pending, expiresAtMs }));
  }),
  bentCallback("the session's cookie as the sign-in's", (_, { cookies }, { victim }) => {
    cookies.set(SIGN_IN_COOKIE, victim.browser.session()[1]);
  }),
  bentCallback("two cookies of the name", (_, { cookies }) => {
    cookies.set(`x=1; ${SIGN_IN_COOKIE}`, cookies.get(SIGN_IN_COOKIE) ?? "");
  }),
  ...[0, 12, 28, 60].map((at) =>
    bentCallback(`a cookie changed at byte ${at}`, (_, { cookies }) => {
      const sealed = Buffer.from(cookies.get(SIGN_IN_COOKIE) ?? "", "base64url");
      sealed[at] = (sealed[at] ?? 0) ^ 1;
      cookies.set(SIGN_IN_COOKIE, sealed.toString("base64url"));
    }),
  ),
  bentCallback("an empty cookie", (_, { cookies }) => {
    cookies.set(SIGN_IN_COOKIE, "");
  }),
];

/** A thief of a code sends the values of its URLs to the sign-in service as PKCE's verifier. */
const redeemed = Object.entries({
  nothing: () => "",
  "the challenge": (authorize: URL) => authorize.searchParams.get("code_challenge") ?? "",
  "the state": (authorize: URL) => authorize.searchParams.get("state") ?? "",
  "the nonce": (authorize: URL) => authorize.searchParams.get("nonce") ?? "",
}).map(([name, verifierOf]): Attack => ({
  name: `sign-in: a stolen code redeemed elsewhere, with ${name} for a verifier`,
  run: async ({ stack }) => {
    const browser = createBrowser(stack);
    const authorize = await browser.beginSignIn();
    const callback = await browser.walkToCallback(authorize, "ada");
    const form = {
      grant_type: "authorization_code",
      client_id: stack.cognito.webClientId,
      redirect_uri: `${stack.url}/auth/callback`,
      code: callback.searchParams.get("code") ?? "",
      code_verifier: verifierOf(authorize),
    };
    const answer = await fetch(`${stack.cognito.origin}/oauth2/token`, {
      method: "POST",
      body: new URLSearchParams(form),
    });
    if (answer.status !== 400) return `answered ${answer.status}`;
    const { error } = (await answer.json()) as { error?: string };
    return error === "invalid_grant" ? undefined : `refused as ${error}`;
  },
}));

const replays: readonly Attack[] = [
  {
    name: "sign-in: the whole callback once more",
    run: async (arena) => {
      const browser = createBrowser(arena.stack);
      const callback = await browser.walkToCallback(await browser.beginSignIn(), "ben");
      const thief = browser.copy();
      if ((await browser.visit(callback.href)).location !== `${arena.stack.url}/`) {
        return "the honest sign-in failed";
      }
      return unlessTurnedAway(arena, await thief.visit(callback.href), thief);
    },
  },
];

const MINUTE_MS = 60_000;

/** A stolen cookie file: a browser drops an expired cookie, a thief does not. */
const late: Attack = {
  name: "sign-in: its cookie eleven minutes later, with a code that is fresh",
  run: async (arena) => {
    const { faults, url } = arena.stack;
    const comeBackAfter = async (aheadMs: number, browser: Browser) => {
      const authorize = await browser.beginSignIn();
      const lift = faults.add({ at: "api", kind: "clock-skew", aheadMs });
      try {
        const callback = await browser.walkToCallback(authorize, "ben");
        return await browser.visit(callback.href);
      } finally {
        lift();
      }
    };
    const honest = await comeBackAfter(9 * MINUTE_MS, createBrowser(arena.stack));
    if (honest.location !== `${url}/`) return `after nine minutes: sent to ${honest.location}`;
    const browser = createBrowser(arena.stack);
    return unlessTurnedAway(arena, await comeBackAfter(11 * MINUTE_MS, browser), browser);
  },
};

/** The next person at a shared computer, while the sign-in service still knows the one before. */
const nextPerson: readonly Attack[] = [
  {
    name: "sign-in: pressed after a sign-out that the sign-in service has not heard of",
    run: async ({ stack }) => {
      const browser = createBrowser(stack);
      await browser.signIn("ada");
      await browser.signOut();
      const { location } = await browser.visit((await browser.beginSignIn()).href);
      return location.startsWith("/login/") ? undefined : `no password is asked: ${location}`;
    },
  },
  {
    name: "sign-in: the same, with the demand for a password taken out of the address",
    run: async (arena) => {
      const { stack } = arena;
      const browser = createBrowser(stack);
      vi.useFakeTimers({ toFake: ["Date"] });
      try {
        vi.setSystemTime(Date.now() - MINUTE_MS);
        await browser.walkToCallback(await browser.beginSignIn(), "ada");
      } finally {
        vi.useRealTimers();
      }
      const authorize = await browser.beginSignIn();
      authorize.searchParams.delete("prompt");
      const callback = await browser.visit(authorize.href);
      if (!callback.location.includes("code=")) return "the sign-in service knows no person";
      return unlessTurnedAway(arena, await browser.visit(callback.location), browser);
    },
  },
];

export const signInAttacks: readonly Attack[] = [
  ...mixUps,
  ...cookieTricks,
  ...redeemed,
  ...replays,
  ...nextPerson,
  late,
];
