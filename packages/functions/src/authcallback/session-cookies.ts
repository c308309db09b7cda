// The two cookies of a session: one for the minutes of a sign-in, one that holds the refresh token.
import * as z from "zod";
import { cookie, type HttpEvent } from "../http.ts";
import type { Sealer } from "./seal.ts";

/**
 * `__Host-` makes browsers refuse the cookie unless it is Secure, for `/` and this very host, so a
 * sibling domain cannot plant one. @see RFC 6265bis §4.1.3.2
 */
const SIGN_IN = "__Host-tapedeck-sign-in";
const SESSION = "__Host-tapedeck-session";

/** A person may look for their password for this long. */
const SIGN_IN_SECONDS = 10 * 60;
/** As long as the refresh token in it lives by Cognito's default: 30 days. */
const SESSION_SECONDS = 30 * 24 * 60 * 60;

const signIn = z.object({
  state: z.string(),
  nonce: z.string(),
  codeVerifier: z.string(),
  returnTo: z.string(),
  expiresAtMs: z.number(),
});
/** What must survive the trip to the login page and back. */
export type PendingSignIn = Omit<z.infer<typeof signIn>, "expiresAtMs">;

const session = z.object({ refreshToken: z.string() });

export interface SessionCookies {
  pendingSignIn(event: HttpEvent): PendingSignIn | undefined;
  setPendingSignIn(pending: PendingSignIn): string;
  clearPendingSignIn(): string;
  refreshToken(event: HttpEvent): string | undefined;
  setRefreshToken(refreshToken: string): string;
  clearRefreshToken(): string;
}

export function createSessionCookies(sealer: Sealer): SessionCookies {
  const opened = (event: HttpEvent, name: string) => {
    const sealed = cookie(event, name);
    return sealed === undefined ? undefined : sealer.open(name, sealed);
  };
  return {
    pendingSignIn(event) {
      const parsed = signIn.safeParse(opened(event, SIGN_IN));
      return parsed.success && parsed.data.expiresAtMs > Date.now() ? parsed.data : undefined;
    },
    setPendingSignIn: (pending) =>
      // Lax, because the browser comes back from the login page by a link from another site.
      setCookie(
        SIGN_IN,
        sealer.seal(SIGN_IN, { ...pending, expiresAtMs: Date.now() + SIGN_IN_SECONDS * 1000 }),
        SIGN_IN_SECONDS,
        "Lax",
      ),
    clearPendingSignIn: () => setCookie(SIGN_IN, "", 0, "Lax"),
    refreshToken: (event) => session.safeParse(opened(event, SESSION)).data?.refreshToken,
    setRefreshToken: (refreshToken) =>
      setCookie(SESSION, sealer.seal(SESSION, { refreshToken }), SESSION_SECONDS, "Strict"),
    clearRefreshToken: () => setCookie(SESSION, "", 0, "Strict"),
  };
}

function setCookie(
  name: string,
  value: string,
  maxAgeSeconds: number,
  sameSite: "Lax" | "Strict",
): string {
  return `${name}=${value}; Path=/; Secure; HttpOnly; SameSite=${sameSite}; Max-Age=${maxAgeSeconds}`;
}
