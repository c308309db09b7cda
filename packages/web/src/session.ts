// The access token of whoever is signed in: in memory only, fetched anew before it expires. The
// refresh token behind it is in a cookie that no script can read.
import { AppError, isErrorCode } from "@tapedeck/core/errors";

/** Asked for anew this long before it expires: a request under way must not outlive its token. */
const REFRESH_AHEAD_MS = 30_000;

/**
 * Everyone who needs a token waits for the same request: unanswered, as on a half-open connection,
 * it would keep them all waiting until the page is loaded anew.
 */
const ANSWER_WITHIN_MS = 30_000;

/** Other sites cannot send it without a preflight that our server does not answer. */
const SCRIPT_HEADERS = { "x-tapedeck": "1" };

export interface Session {
  /** @throws {AppError} NOT_SIGNED_IN, OFFLINE, CONNECTION_LOST, SERVICE_UNAVAILABLE */
  accessToken(): Promise<string>;
  /** Forgets a token that the server refused, so that the next one is fresh. */
  forget(): void;
  /** Ends the session here. @returns where the browser must go to end it at the sign-in service */
  signOut(): Promise<string>;
}

interface Token {
  readonly accessToken: string;
  readonly usableUntilMs: number;
}

export interface SessionPorts {
  readonly fetch: (path: string, init: RequestInit) => Promise<Response>;
  readonly nowMs: () => number;
  readonly isOnline: () => boolean;
}

export function createSession(ports: SessionPorts): Session {
  let token: Token | undefined;
  /** However many ask at once, one request is made. */
  let pending: Promise<Token> | undefined;

  async function post(path: string): Promise<Record<string, unknown>> {
    const response = await ports
      .fetch(path, {
        method: "POST",
        headers: SCRIPT_HEADERS,
        signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
      })
      .catch((cause: unknown) => {
        throw ports.isOnline()
          ? new AppError("CONNECTION_LOST", "The session could not be reached.", { cause })
          : new AppError("OFFLINE", "The device is offline.", { cause });
      });
    const body: unknown = await response.json().catch(() => undefined);
    const fields = isRecord(body) ? body : {};
    if (response.ok) return fields;
    const code = isErrorCode(fields["appCode"]) ? fields["appCode"] : "SERVICE_UNAVAILABLE";
    throw new AppError(code, `${path} answered ${response.status}.`);
  }

  async function fetchToken(): Promise<Token> {
    const askedAtMs = ports.nowMs();
    const { accessToken, expiresInSeconds } = await post("/auth/token");
    if (typeof accessToken !== "string" || typeof expiresInSeconds !== "number") {
      throw new AppError("SERVICE_UNAVAILABLE", "The session answered in an unknown form.");
    }
    return { accessToken, usableUntilMs: askedAtMs + expiresInSeconds * 1000 - REFRESH_AHEAD_MS };
  }

  return {
    async accessToken() {
      if (token === undefined || ports.nowMs() >= token.usableUntilMs) {
        pending ??= fetchToken().finally(() => {
          pending = undefined;
        });
        token = await pending;
      }
      return token.accessToken;
    },
    forget: () => {
      token = undefined;
    },
    async signOut() {
      const { logoutUrl } = await post("/auth/logout");
      token = undefined;
      return typeof logoutUrl === "string" ? logoutUrl : "/";
    },
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
