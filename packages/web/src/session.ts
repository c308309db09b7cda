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
}

interface Token {
  readonly accessToken: string;
  readonly usableUntilMs: number;
}

export interface SessionPorts {
  readonly server: SessionServer;
  readonly nowMs: () => number;
  /** Whether a sign-out is under way that the server may not have heard of. */
  readonly isSigningOut: () => boolean;
}

export function createSession({ server, nowMs, isSigningOut }: SessionPorts): Session {
  let token: Token | undefined;
  /** However many ask at once, one request is made. */
  let pending: Promise<Token> | undefined;

  async function fetchToken(): Promise<Token> {
    const askedAtMs = nowMs();
    const { accessToken, expiresInSeconds } = await server.post("/auth/token");
    if (typeof accessToken !== "string" || typeof expiresInSeconds !== "number") {
      throw new AppError("SERVICE_UNAVAILABLE", "The session answered in an unknown form.");
    }
    return { accessToken, usableUntilMs: askedAtMs + expiresInSeconds * 1000 - REFRESH_AHEAD_MS };
  }

  async function usableToken(): Promise<Token> {
    if (token && nowMs() < token.usableUntilMs) return token;
    const asked = (pending ??= fetchToken());
    try {
      const fetched = await asked;
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
      const { accessToken } = await usableToken();
      // A token that was on its way when the person signed out is nobody's.
      refuseWhileSigningOut();
      return accessToken;
    },
    forget() {
      token = undefined;
      pending = undefined;
    },
  };
}
