// Holds the access token of the signed-in person in memory, and fetches a new one before it expires. The
// refresh token stays in a cookie that no script can read.
import { AppError } from "@tapedeck/core/errors";
import type { SessionServer } from "./session-server.ts";

/** A token is renewed this long before it expires: a request under way must not outlive its token. */
const REFRESH_AHEAD_MS = 30_000;

export interface Session {
  /** @throws {AppError} NOT_SIGNED_IN, OFFLINE, CONNECTION_LOST, SERVICE_UNAVAILABLE */
  accessToken(): Promise<string>;
  /** Drops the token, for example because the server refused it; the next `accessToken` fetches one. */
  forget(): void;
  /** The id of this browser's sign-in; nothing while the browser is signed out. */
  currentSignInId(): Promise<string | undefined>;
}

export interface PersonalSession extends Session {
  /** As the sign-in service said with the last token. */
  personFacts(): PersonFacts;
}

/** Absent where the sign-in service does not know it, or before the first token. */
export interface PersonFacts {
  readonly name?: string;
  readonly email?: string;
}

interface Token {
  readonly accessToken: string;
  readonly usableUntilMs: number;
  /** The token belongs to this sign-in and ends with it, in whichever tab the person signs out. */
  readonly signInId: string | undefined;
}

interface TokenRequest {
  readonly signInId: string | undefined;
  /** How many calls of `forget` came before this request. */
  readonly generation: number;
  readonly response: Promise<Token>;
}

export interface SessionPorts {
  readonly server: SessionServer;
  readonly nowMs: () => number;
  /** Whether the person has signed out here, even if the server does not know it yet. */
  readonly isSigningOut: () => boolean;
  /** Reads the cookie that all tabs and the service worker share. */
  readonly currentSignInId: () => Promise<string | undefined>;
}

export function createSession(ports: SessionPorts): PersonalSession {
  const { server, nowMs, isSigningOut } = ports;
  let token: Token | undefined;
  /** Concurrent callers share one request. */
  let pending: TokenRequest | undefined;
  let generation = 0;
  let facts: PersonFacts = {};

  const currentSignInId = async () => (isSigningOut() ? undefined : ports.currentSignInId());

  async function fetchToken(signInId: string | undefined): Promise<Token> {
    const requestedAtMs = nowMs();
    const { accessToken, expiresInSeconds, name, email } = await server.post("/auth/token");
    if (typeof accessToken !== "string" || typeof expiresInSeconds !== "number") {
      throw new AppError("SERVICE_UNAVAILABLE", "The session answered in an unknown form.");
    }
    const usableUntilMs = requestedAtMs + expiresInSeconds * 1000 - REFRESH_AHEAD_MS;
    facts = {
      ...(typeof name === "string" ? { name } : {}),
      ...(typeof email === "string" ? { email } : {}),
    };
    return { accessToken, usableUntilMs, signInId };
  }

  /** Joins the request under way if it is for the same sign-in, and no `forget` came since. */
  function requestToken(forGeneration: number, signInId: string | undefined): TokenRequest {
    if (pending?.generation === forGeneration && pending.signInId === signInId) return pending;
    const request = { signInId, generation: forGeneration, response: fetchToken(signInId) };
    if (generation === forGeneration) pending = request;
    return request;
  }

  async function usableToken(): Promise<Token> {
    const forGeneration = generation;
    const signInId = await currentSignInId();
    if (token && token.signInId !== signInId) token = undefined;
    if (token && nowMs() < token.usableUntilMs) return token;
    const request = requestToken(forGeneration, signInId);
    try {
      const fetched = await request.response;
      // A `forget` that came meanwhile holds for this token too.
      if (pending === request) token = fetched;
      return fetched;
    } finally {
      if (pending === request) pending = undefined;
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
      // The person may have signed out while the request was under way.
      if ((await currentSignInId()) === signInId) return accessToken;
      throw new AppError("NOT_SIGNED_IN", "The person signed out while the token was on its way.");
    },
    forget() {
      generation += 1;
      token = undefined;
      pending = undefined;
      facts = {};
    },
    currentSignInId,
    personFacts: () => facts,
  };
}
