// The cookies of a session. Each sign-in has one of its own, which holds its refresh token and which no
// script can read; one more says which sign-in is in force. Whoever signs out removes that one, which
// needs no network, and an answer that comes late can then bring back nothing: it only knows its own.
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
/** As much as a UUID, and more than anybody can guess. */
const ID_BYTES = 16;

const sealed = z.object({ refreshToken: z.string() });

export interface HeldSession {
  readonly signInId: string;
  readonly refreshToken: string;
}

export interface HeldSessions {
  /** Of the sign-in in force. */
  readonly current: HeldSession | undefined;
  /** Signed out of, or replaced by another sign-in: good for nothing but to be revoked. */
  readonly ended: readonly HeldSession[];
}

export interface SessionCookies {
  read(event: HttpEvent): HeldSessions;
  /**
   * Of a new sign-in, which is in force from here on.
   *
   * @throws {AppError} COOKIE_TOO_LARGE – the refresh token has some 2,950 characters or more
   */
  open(refreshToken: string): string[];
  /**
   * The next refresh token of a sign-in. Whether that is still in force is not touched.
   *
   * @throws {AppError} COOKIE_TOO_LARGE – as above
   */
  renew(session: HeldSession, refreshToken: string): string;
  /** Takes a session out of the browser. */
  remove(session: HeldSession): string;
  /** No sign-in is in force any more. */
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
