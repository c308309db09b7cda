// Sessions forged, copied, planted, or brought back after their end.
import { randomBytes } from "node:crypto";
import { createSealer } from "@tapedeck/functions/authcallback/session/seal";
import { startTestStack } from "../fixtures/stack/test-stack.ts";
import { bearer, type Arena, type Attack } from "./arena.ts";
import {
  SESSION_COOKIE,
  SIGNED_IN_COOKIE,
  SIGN_IN_COOKIE,
  createBrowser,
} from "../fixtures/stack/http-browser.ts";

/** A session's cookie under a name, and its sign-in in force. */
const inForce = (name: string, sealed: string): Cookies => [
  [name, sealed],
  [SIGNED_IN_COOKIE, name.slice(SESSION_COOKIE.length)],
];

/** A live session with changes in its sealed content. */
const bent =
  (bend: (sealed: string) => string): Forgery =>
  ([name, sealed]) =>
    inForce(name, bend(sealed));

type Cookies = [name: string, value: string][];

/** @param alive - the cookie of a session that works */
type Forgery = (
  alive: readonly [name: string, sealed: string],
  arena: Arena,
) => Promise<Cookies> | Cookies;

/** Cookies that must open no session. */
const SESSIONS: Readonly<Record<string, Forgery>> = {
  "another key's": () => {
    const name = `${SESSION_COOKIE}mallory`;
    return inForce(name, createSealer([randomBytes(32)]).seal(name, { refreshToken: "r" }));
  },
  "a sign-in's": async (_, { stack }) => {
    const browser = createBrowser(stack);
    await browser.beginSignIn();
    return inForce(`${SESSION_COOKIE}mallory`, browser.cookies.get(SIGN_IN_COOKIE) ?? "");
  },
  "one of another sign-in's id": ([, sealed]) => inForce(`${SESSION_COOKIE}mallory`, sealed),
  "one without an id": ([, sealed]) => inForce(SESSION_COOKIE, sealed),
  "one unsealed": () => inForce(`${SESSION_COOKIE}a`, JSON.stringify({ refreshToken: "r" })),
  "one fixed to a word": () => inForce(`${SESSION_COOKIE}a`, "attacker"),
  "two at once": ([name, sealed]) => inForce(name, `${sealed}; ${name}=${sealed}`),
  "one changed": bent((sealed) => {
    const bytes = Buffer.from(sealed, "base64url");
    bytes[40] = (bytes[40] ?? 0) ^ 1;
    return bytes.toString("base64url");
  }),
  "one cut short": bent((sealed) => sealed.slice(0, 30)),
};

const forged = Object.entries(SESSIONS).map(([name, make]): Attack => ({
  name: `session: the cookie is ${name}`,
  run: async (arena) => {
    const alive = createBrowser(arena.stack);
    await alive.signIn("ben");
    const browser = createBrowser(arena.stack, new Map(await make(alive.session(), arena)));
    const { appCode, text } = await browser.accessToken();
    if (appCode !== "NOT_SIGNED_IN") return `answered ${text}`;
    // The refusal must not come from a session that ended anyway.
    const { status } = await alive.accessToken();
    return status === 200 ? undefined : `the session itself then got ${status}`;
  },
}));

/** Sessions that only the cookie of the sign-in in force keeps closed. */
const ended = Object.entries({
  "without the sign-in in force": (cookies: Map<string, string>) =>
    cookies.delete(SIGNED_IN_COOKIE),
  "with another sign-in in force": (cookies: Map<string, string>) =>
    cookies.set(SIGNED_IN_COOKIE, randomBytes(16).toString("base64url")),
  "with two sign-ins in force": (cookies: Map<string, string>) => {
    const id = cookies.get(SIGNED_IN_COOKIE) ?? "";
    return cookies.set(SIGNED_IN_COOKIE, `${id}; ${SIGNED_IN_COOKIE}=${id}`);
  },
}).map(([name, bend]): Attack => ({
  name: `session: a cookie ${name}`,
  run: async ({ stack }) => {
    const browser = createBrowser(stack);
    await browser.signIn("ben");
    const whole = browser.copy();
    bend(browser.cookies);
    const { appCode, text } = await browser.accessToken();
    if (appCode !== "NOT_SIGNED_IN") return `answered ${text}`;
    // The server revoked it as well: a complete copy is useless now.
    const late = await whole.accessToken();
    return late.appCode === "NOT_SIGNED_IN" ? undefined : `a copy then got ${late.text}`;
  },
}));

/** Cookies that another host of our domain could plant, but for their names. */
const planted: Attack = {
  name: "session: on https, the cookies that a sibling domain can plant",
  run: async () => {
    await using stack = await startTestStack({ siteOrigin: "https://app.example" });
    const browser = createBrowser(stack);
    await browser.signIn("ben");
    const plantable = [...browser.cookies].filter(([name]) => !name.startsWith("__Host-"));
    const { appCode, text } = await createBrowser(stack, new Map(plantable)).accessToken();
    if (appCode !== "NOT_SIGNED_IN") return `answered ${text}`;
    const { status } = await browser.accessToken();
    return status === 200 ? undefined : `the session itself then got ${status}`;
  },
};

/** A browser would silently drop this cookie, and the app would send the person to the login page for ever. */
const oversized: Attack = {
  name: "session: one that no browser keeps",
  run: async () => {
    await using stack = await startTestStack({ refreshTokenCharacters: 3_000 });
    const browser = createBrowser(stack);
    const { location } = await browser.signIn("ben");
    if (browser.hasSession()) return "it was set";
    const told = `${stack.url}/?signInError=COOKIE_TOO_LARGE`;
    return location === told ? undefined : `sent to ${location}`;
  },
};

const replays: readonly Attack[] = [
  {
    name: "session: a copied cookie after signing out",
    run: async ({ stack }) => {
      const browser = createBrowser(stack);
      await browser.signIn("ben");
      const thief = browser.copy();
      await browser.signOut();
      const { appCode, text } = await thief.accessToken();
      return appCode === "NOT_SIGNED_IN" ? undefined : `answered ${text}`;
    },
  },
  {
    name: "session: one planted before the sign-in is not the one used after it",
    run: async ({ stack, attacker }) => {
      const [planted, sealed] = attacker.browser.session();
      const browser = createBrowser(stack, new Map(inForce(planted, sealed)));
      await browser.signIn("ada");
      const { text } = await browser.accessToken();
      const { accessToken } = JSON.parse(text) as { accessToken?: string };
      const { data } = await stack.get("/trpc/session.me", bearer(accessToken ?? ""));
      if ((data as { userType?: string } | undefined)?.userType !== "hosts") {
        return `it is not Ada's: ${JSON.stringify(data)}`;
      }
      return browser.cookies.has(planted) ? "the planted one stayed" : undefined;
    },
  },
  {
    name: "session: an answer that comes after the sign-out",
    run: async ({ stack }) => {
      const browser = createBrowser(stack);
      await browser.signIn("ben");
      const answered = browser.copy();
      await answered.accessToken();
      const [name, sealed] = answered.session();
      await browser.signOut();
      browser.cookies.set(name, sealed);
      const { appCode, text } = await browser.accessToken();
      return appCode === "NOT_SIGNED_IN" ? undefined : `answered ${text}`;
    },
  },
];

export const sessionAttacks: readonly Attack[] = [
  ...forged,
  ...ended,
  planted,
  oversized,
  ...replays,
];
