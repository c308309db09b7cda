// Keeps one person's sound out of another person's folder. All tabs share the session cookie, and another
// person may have signed in since this page was opened.
import { AppError } from "@tapedeck/core/errors";
import type { Session } from "./session.ts";

/** The browser's session, for as long as its owner is signed in. */
export interface OwnerSession extends Session {
  /**
   * Checks that the sign-in of the owner's last token still lasts; after a new sign-in, it fetches a token
   * first. For requests that carry no token, but a grant that was made with one.
   *
   * @throws {AppError} as `accessToken`
   */
  ensureSignedIn(): Promise<void>;
}

/**
 * Its `accessToken` also
 * @throws {AppError} NOT_SIGNED_IN – another person is signed in; the next call asks the server again
 */
export function createOwnerSession(owner: string, session: Session): OwnerSession {
  let confirmedSignInId: string | undefined;
  const accessToken = async () => {
    const token = await session.accessToken();
    if (subjectOf(token) === owner) {
      confirmedSignInId = await session.currentSignInId();
      return token;
    }
    session.forget();
    throw new AppError("NOT_SIGNED_IN", "Another person has signed in on this device.");
  };
  return {
    ...session,
    accessToken,
    ensureSignedIn: async () => {
      const signInId = await session.currentSignInId();
      if (signInId === undefined || signInId !== confirmedSignInId) await accessToken();
    },
  };
}

/** Does not verify the token: the server verifies it with every request. @see RFC 7519 §3 */
function subjectOf(accessToken: string): unknown {
  const payload = accessToken.split(".")[1] ?? "";
  try {
    const json = atob(payload.replaceAll("-", "+").replaceAll("_", "/"));
    const claims: unknown = JSON.parse(json);
    return typeof claims === "object" && claims !== null && "sub" in claims
      ? claims.sub
      : undefined;
  } catch {
    return undefined;
  }
}
