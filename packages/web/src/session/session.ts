// The access token of whoever is signed in: in memory only, fetched anew before it expires. The
// refresh token behind it is in a cookie that no script can read.
import { AppError } from "@tapedeck/core/errors";
import type { SessionServer } from "./session-server.ts";

/** Asked for anew this long before it expires: a request under way must not outlive its token. */
const REFRESH_AHEAD_MS = 30_000;

export interface Session {
  /** @throws {AppError} NOT_SIGNED_IN, OFFLINE, CONNECTION_LOST, SERVICE_UNAVAILABLE */
  accessToken(): Promise<string>;
  /** Forgets a token that the server refused, so that the next one is fresh. */
  forget(): void;
  /** The id of the sign-in in force in this browser; nothing while there is none. */
  signInInForce(): Promise<string | undefined>;
}

interface Token {
  readonly accessToken: string;
  readonly usableUntilMs: number;
  /** The sign-in that it was asked for. With that it ends, wherever and however the person signs out. */
  readonly signInId: string | undefined;
}

interface Question {
  readonly signInId: string | undefined;
  /** How often the session had been told to forget before. */
  readonly era: number;
  readonly answer: Promise<Token>;
}

export interface SessionPorts {
  readonly server: SessionServer;
  readonly nowMs: () => number;
  /** Whether a sign-out is under way that the server may not have heard of. */
  readonly isSigningOut: () => boolean;
  /** As the browser's cookies tell, which all tabs and the service worker share. */
  readonly signInInForce: () => Promise<string | undefined>;
}

export function createSession(ports: SessionPorts): Session {
  const { server, nowMs, isSigningOut } = ports;
  let token: Token | undefined;
  /** However many ask at once, one request is made. */
  let pending: Question | undefined;
  let era = 0;

  const signInInForce = async () => (isSigningOut() ? undefined : ports.signInInForce());

  async function fetchToken(signInId: string | undefined): Promise<Token> {
    const askedAtMs = nowMs();
    const { accessToken, expiresInSeconds } = await server.post("/auth/token");
    if (typeof accessToken !== "string" || typeof expiresInSeconds !== "number") {
      throw new AppError("SERVICE_UNAVAILABLE", "The session answered in an unknown form.");
    }
    const usableUntilMs = askedAtMs + expiresInSeconds * 1000 - REFRESH_AHEAD_MS;
    return { accessToken, usableUntilMs, signInId };
  }

  /** The answer that is waited for already, if it will do. */
  function ask(askedInEra: number, signInId: string | undefined): Question {
    if (pending?.era === askedInEra && pending.signInId === signInId) return pending;
    const question = { signInId, era: askedInEra, answer: fetchToken(signInId) };
    if (era === askedInEra) pending = question;
    return question;
  }

  async function usableToken(): Promise<Token> {
    const askedInEra = era;
    const signInId = await signInInForce();
    if (token && token.signInId !== signInId) token = undefined;
    if (token && nowMs() < token.usableUntilMs) return token;
    const asked = ask(askedInEra, signInId);
    try {
      const fetched = await asked.answer;
      // Forgotten meanwhile, it is not remembered.
      if (pending === asked) token = fetched;
      return fetched;
    } finally {
      if (pending === asked) pending = undefined;
    }
  }

  function refuseWhileSigningOut(): void {
    if (isSigningOut()) throw new AppError("NOT_SIGNED_IN", "The person is signing out.");
  }

  return {
    async accessToken() {
      refuseWhileSigningOut();
      const { accessToken, signInId } = await usableToken();
      refuseWhileSigningOut();
      // A token that was on its way when the person signed out must not be used.
      if ((await signInInForce()) === signInId) return accessToken;
      throw new AppError("NOT_SIGNED_IN", "The person signed out while the token was on its way.");
    },
    forget() {
      era += 1;
      token = undefined;
      pending = undefined;
    },
    signInInForce,
  };
}
