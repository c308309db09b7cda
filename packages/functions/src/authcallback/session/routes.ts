// Signing in and out: /auth/login, /auth/callback, /auth/token, /auth/logout. The refresh token
// stays in a sealed cookie; scripts only ever get short-lived access tokens.
import { AppError, toAppError } from "@tapedeck/core/errors";
import type { Route } from "../../http/handler.ts";
import {
  cookies,
  errorResult,
  header,
  json,
  redirect,
  type HttpEvent,
  type HttpResult,
} from "../../http/lambda-http.ts";
import { errorFields, type Log } from "../../log.ts";
import type { OAuthClient } from "./oauth-client.ts";
import { safeReturnPath } from "./return-path.ts";
import type { HeldSession, SessionCookies } from "./session-cookies.ts";
import type { SignInCookie } from "./sign-in-cookie.ts";

export interface SessionDeps {
  /** Loads the client when a sign-in, a refresh or a sign-out needs it: a grant does not. */
  readonly oauth: () => Promise<OAuthClient>;
  /** Where a browser ends the session of the sign-in service. */
  readonly logoutUrl: string;
  readonly signInCookie: SignInCookie;
  readonly sessions: SessionCookies;
  /** The one origin that serves the app and these routes. */
  readonly siteOrigin: string;
  readonly log: Log;
}

/** Browsers send it only after a CORS preflight, which we never answer: other sites cannot. */
const SCRIPT_HEADER = "x-tapedeck";

/** Routes by `METHOD /path`. */
export function sessionRoutes(deps: SessionDeps): Readonly<Record<string, Route>> {
  return {
    "GET /auth/login": (event) => login(event, deps),
    "GET /auth/callback": (event) => callback(event, deps),
    "POST /auth/token": (event, requestId) => token(event, requestId, deps),
    "POST /auth/logout": (event) => logout(event, deps),
  };
}

async function login(event: HttpEvent, { oauth, signInCookie, siteOrigin }: SessionDeps) {
  const { url, secrets } = await (await oauth()).beginSignIn();
  const returnTo = safeReturnPath(event.queryStringParameters?.["return"], siteOrigin);
  return redirect(url, [signInCookie.set({ ...secrets, returnTo })]);
}

async function callback(event: HttpEvent, deps: SessionDeps): Promise<HttpResult> {
  const { signInCookie, sessions, siteOrigin, log } = deps;
  const pending = signInCookie.read(event);
  try {
    if (cookies(event).size === 0) {
      throw new AppError("COOKIES_BLOCKED", "The browser sent no cookie back.");
    }
    if (pending === undefined) {
      throw new AppError("SIGN_IN_FAILED", "The sign-in was not started by this browser.");
    }
    const answer = new URLSearchParams(event.rawQueryString);
    const refreshToken = await (await deps.oauth()).finishSignIn(answer, pending);
    return redirect(`${siteOrigin}${pending.returnTo}`, [
      ...sessions.open(refreshToken),
      signInCookie.clear(),
    ]);
  } catch (thrown) {
    const error = toAppError(thrown);
    tellRefusal(log, "sign-in refused", error);
    // The app shows the sentence for the code: a person must not end on a page of JSON.
    return redirect(`${siteOrigin}/?signInError=${error.code}`, [signInCookie.clear()]);
  }
}

async function token(event: HttpEvent, requestId: string, deps: SessionDeps): Promise<HttpResult> {
  refuseOtherSites(event, deps.siteOrigin);
  const { current, ended } = deps.sessions.read(event);
  const [removed, refreshed] = await Promise.all([
    endSessions(ended, deps),
    current === undefined ? notSignedIn(requestId) : refresh(current, requestId, deps),
  ]);
  return { ...refreshed, cookies: [...(refreshed.cookies ?? []), ...removed] };
}

/** Fails by an answer and not by throwing: what else was done for the request must not be lost. */
async function refresh(
  session: HeldSession,
  requestId: string,
  { oauth, sessions, log }: SessionDeps,
): Promise<HttpResult> {
  try {
    const tokens = await (await oauth()).refresh(session.refreshToken);
    return {
      ...json(200, {
        accessToken: tokens.access_token,
        expiresInSeconds: tokens.expires_in,
        ...tokens.person,
      }),
      // Pools that rotate hand out a new refresh token with each access token.
      cookies: tokens.refresh_token ? [sessions.renew(session, tokens.refresh_token)] : [],
    };
  } catch (thrown) {
    // Not removed when refused: of two tabs that asked at once, one may be refused after the other got
    // the next refresh token, and its answer would take that away.
    const error = toAppError(thrown);
    if (error.code === "INTERNAL") throw error;
    tellRefusal(log, "no token given", error);
    return errorResult(error, requestId);
  }
}

/** The owner has to hear of a pool whose sessions fit into no cookie. */
function tellRefusal(log: Log, message: string, error: AppError): void {
  const fields = { appCode: error.code, ...errorFields(error) };
  if (error.code === "COOKIE_TOO_LARGE") log.error(message, fields);
  else log.info(message, fields);
}

function notSignedIn(requestId: string): HttpResult {
  const error = new AppError("NOT_SIGNED_IN", "No session in this browser; sign in.");
  return errorResult(error, requestId);
}

async function logout(event: HttpEvent, deps: SessionDeps): Promise<HttpResult> {
  refuseOtherSites(event, deps.siteOrigin);
  const { current, ended } = deps.sessions.read(event);
  const removed = await endSessions(current ? [current, ...ended] : ended, deps);
  return {
    ...json(200, { logoutUrl: deps.logoutUrl }),
    // Whether or not Cognito answers: a person who signs out is signed out here.
    cookies: [deps.sessions.signOut(), ...removed],
  };
}

/**
 * How many sessions that cannot be revoked now stay in the browser. Each takes some 3 KB of every request,
 * and the firewall refuses requests with more than 10 KB of cookies.
 */
const MAX_WAITING = 1;

/**
 * Revokes them, so that a copy is worth nothing either.
 *
 * @returns the cookies that take them out of the browser. One that cannot be revoked now stays, and the
 *   browser's next request for a token tries again.
 */
async function endSessions(
  ended: readonly HeldSession[],
  { oauth, sessions, log }: SessionDeps,
): Promise<string[]> {
  const waiting = new Set<HeldSession>();
  await Promise.all(
    ended.map(async (session) => {
      try {
        await (await oauth()).revoke(session.refreshToken);
      } catch (thrown) {
        log.error("revocation failed", errorFields(thrown));
        const isAway = ["SERVICE_UNAVAILABLE", "THROTTLED"].includes(toAppError(thrown).code);
        if (isAway && waiting.size < MAX_WAITING) waiting.add(session);
      }
    }),
  );
  return ended.filter((session) => !waiting.has(session)).map((each) => sessions.remove(each));
}

function refuseOtherSites(event: HttpEvent, siteOrigin: string): void {
  const origin = header(event, "origin");
  if (origin === siteOrigin && header(event, SCRIPT_HEADER) !== undefined) return;
  throw new AppError(
    "ORIGIN_REFUSED",
    `This address answers scripts of ${siteOrigin} only, with the header ${SCRIPT_HEADER}.`,
  );
}
