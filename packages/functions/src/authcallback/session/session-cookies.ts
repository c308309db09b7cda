// The cookies of a session. Each sign-in has a cookie of its own that holds its refresh token; no script can
// read it. One more cookie names the sign-in that is in force. A sign-out removes that one, which needs no
// network. An answer that comes late cannot bring the session back: it sets its own sign-in's cookie only.
import { randomBytes } from "node:crypto";
import * as z from "zod";
import { cookieRule, signedInCookie } from "@tapedeck/core/cookie-rule";
import { cookies as cookiesOf, type HttpEvent } from "../../http/lambda-http.ts";
import type { Sealer } from "./seal.ts";
import { setCookie } from "./set-cookie.ts";

/** Followed by the id of the sign-in; before it, the prefix of the site's cookie rule. */
const SESSION = "tapedeck-session-";

/** As long as a refresh token lives by Cognito's default, counted from the sign-in: 30 days. */
const LIFE_SECONDS = 30 * 24 * 60 * 60;
/** As long as a UUID: an attacker cannot guess one. */
const ID_BYTES = 16;

const sealed = z.object({ refreshToken: z.string() });

export interface HeldSession {
  readonly signInId: string;
  readonly refreshToken: string;
}

export interface HeldSessions {
  /** Of the sign-in in force. */
  readonly current: HeldSession | undefined;
  /** Signed out, or replaced by another sign-in: all that is left to do is to revoke them. */
  readonly ended: readonly HeldSession[];
}

export interface SessionCookies {
  read(event: HttpEvent): HeldSessions;
  /**
   * The cookies of a new sign-in, which is in force from here on.
   *
   * @throws {AppError} COOKIE_TOO_LARGE – the refresh token has some 2,950 characters or more
   */
  open(refreshToken: string): string[];
  /**
   * Stores the next refresh token of a sign-in, and does not change which sign-in is in force.
   *
   * @throws {AppError} COOKIE_TOO_LARGE – as above
   */
  renew(session: HeldSession, refreshToken: string): string;
  /** Takes a session out of the browser. */
  remove(session: HeldSession): string;
  /** Removes the cookie that names the sign-in in force. */
  signOut(): string;
}

/** @param siteOrigin - of the configuration: decides what the cookies are called */
export function createSessionCookies(sealer: Sealer, siteOrigin: string): SessionCookies {
  const rule = cookieRule(siteOrigin);
  const prefix = `${rule.prefix}${SESSION}`;
  const signedIn = signedInCookie(siteOrigin);
  const held = ([name, value]: [string, string]): HeldSession[] => {
    if (!name.startsWith(prefix)) return [];
    const parsed = sealed.safeParse(sealer.open(name, value));
    return parsed.success ? [{ ...parsed.data, signInId: name.slice(prefix.length) }] : [];
  };
  const set = (signInId: string, refreshToken: string) => {
    const name = `${prefix}${signInId}`;
    const value = sealer.seal(name, { refreshToken });
    return setCookie(rule, name, { value, lifeSeconds: LIFE_SECONDS, sameSite: "Strict" });
  };
  return {
    read(event) {
      const cookies = cookiesOf(event);
      const sessions = [...cookies].flatMap(held);
      const isInForce = ({ signInId }: HeldSession) => signInId === cookies.get(signedIn);
      return {
        current: sessions.find(isInForce),
        ended: sessions.filter((session) => !isInForce(session)),
      };
    },
    open(refreshToken) {
      const value = randomBytes(ID_BYTES).toString("base64url");
      return [
        set(value, refreshToken),
        setCookie(rule, signedIn, {
          value,
          lifeSeconds: LIFE_SECONDS,
          sameSite: "Strict",
          isForScripts: true,
        }),
      ];
    },
    renew: ({ signInId }, refreshToken) => set(signInId, refreshToken),
    remove: ({ signInId }) =>
      setCookie(rule, `${prefix}${signInId}`, { value: "", lifeSeconds: 0, sameSite: "Strict" }),
    signOut: () =>
      setCookie(rule, signedIn, {
        value: "",
        lifeSeconds: 0,
        sameSite: "Strict",
        isForScripts: true,
      }),
  };
}
