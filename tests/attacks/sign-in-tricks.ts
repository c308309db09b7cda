// Sign-ins mixed up, replayed, forged or led astray, through the real pages and addresses.
import { createHash, randomBytes } from "node:crypto";
import { createSealer } from "@tapedeck/functions/authcallback/seal";
import {
  SESSION_COOKIE,
  SIGN_IN_COOKIE,
  createBrowser,
  type Browser,
  type Visit,
} from "./browser.ts";
import type { Arena, Attack } from "./arena.ts";

/** A callback that must end at the app with that code and in no session. */
function unlessTurnedAway(
  { stack }: Arena,
  { location }: Visit,
  browser: Browser,
  code = "SIGN_IN_FAILED",
): string | undefined {
  if (browser.cookies.has(SESSION_COOKIE)) return "a session was opened";
  return location === `${stack.url}/?signInError=${code}` ? undefined : `sent to ${location}`;
}

/** A sign-in of the attacker's browser as Ben, up to the callback, which is then bent. */
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

/** A sign-in whose way to the login page is bent before the person gives their password. */
function bentLogin(name: string, bend: (authorize: URL) => void): Attack {
  return {
    name: `sign-in: ${name}`,
    run: async (arena) => {
      const browser = createBrowser(arena.stack);
      const authorize = await browser.beginSignIn();
      bend(authorize);
      const callback = await browser.walkToCallback(authorize, "ben").catch(() => undefined);
      // The sign-in service itself may refuse; then nothing comes back at all.
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
  bentCallback("no cookie", (_, { cookies }) => cookies.clear()),
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
    cookies.set(SIGN_IN_COOKIE, victim.browser.cookies.get(SESSION_COOKIE) ?? "");
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

/** Cookies that must open no session. */
const SESSIONS: Readonly<Record<string, (arena: Arena) => Promise<string> | string>> = {
  "another key's": () =>
    createSealer([randomBytes(32)]).seal(SESSION_COOKIE, { refreshToken: "r" }),
  "a sign-in's": async ({ stack }) => {
    const browser = createBrowser(stack);
    await browser.beginSignIn();
    return browser.cookies.get(SIGN_IN_COOKIE) ?? "";
  },
  "one unsealed": () => JSON.stringify({ refreshToken: "r" }),
  "one fixed to a word": () => "attacker",
  "two at once": ({ victim }) => {
    const sealed = victim.browser.cookies.get(SESSION_COOKIE) ?? "";
    return `${sealed}; ${SESSION_COOKIE}=${sealed}`;
  },
  "one changed": ({ victim }) => {
    const sealed = Buffer.from(victim.browser.cookies.get(SESSION_COOKIE) ?? "", "base64url");
    sealed[40] = (sealed[40] ?? 0) ^ 1;
    return sealed.toString("base64url");
  },
  "one cut short": ({ victim }) => (victim.browser.cookies.get(SESSION_COOKIE) ?? "").slice(0, 30),
};

const sessionTricks = Object.entries(SESSIONS).map(([name, make]): Attack => ({
  name: `session: the cookie is ${name}`,
  run: async (arena) => {
    const browser = createBrowser(arena.stack, new Map([[SESSION_COOKIE, await make(arena)]]));
    const { appCode, text } = await browser.accessToken();
    return appCode === "NOT_SIGNED_IN" ? undefined : `answered ${text}`;
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
  {
    name: "session: a copied cookie after signing out",
    run: async ({ stack }) => {
      const browser = createBrowser(stack);
      await browser.signIn("ben");
      const thief = browser.copy();
      const headers = { origin: stack.url, "x-tapedeck": "1" };
      await browser.visit("/auth/logout", { method: "POST", headers });
      const { appCode, text } = await thief.accessToken();
      return appCode === "NOT_SIGNED_IN" ? undefined : `answered ${text}`;
    },
  },
  {
    name: "session: one planted before the sign-in does not outlive it",
    run: async ({ stack, attacker }) => {
      const planted = attacker.browser.cookies.get(SESSION_COOKIE) ?? "";
      const browser = createBrowser(stack, new Map([[SESSION_COOKIE, planted]]));
      await browser.signIn("ada");
      return browser.cookies.get(SESSION_COOKIE) === planted ? "the planted one stayed" : undefined;
    },
  },
];

export const signInAttacks: readonly Attack[] = [
  ...mixUps,
  ...cookieTricks,
  ...sessionTricks,
  ...replays,
];
