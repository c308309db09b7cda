// Keeps one person's sound out of another's folder: the cookie behind the session is the browser's, and
// somebody else may have signed in with it, in another tab, since this page was opened.
import { AppError } from "@tapedeck/core/errors";
import type { Session } from "./session.ts";

/** The session for as long as it is this person's. */
export interface OwnSession extends Session {
  /**
   * Resolves while the sign-in is in force for which this person last got a token, and otherwise once there
   * is a token again. For what needs no token itself, but was granted by one: it ends with the sign-in too.
   *
   * @throws {AppError} as `accessToken`
   */
  confirm(): Promise<void>;
}

/**
 * Its `accessToken` also
 * @throws {AppError} NOT_SIGNED_IN – somebody else is signed in; asked again, it asks the server anew
 */
export function sessionOf(owner: string, session: Session): OwnSession {
  let confirmedSignIn: string | undefined;
  const accessToken = async () => {
    const token = await session.accessToken();
    if (subjectOf(token) === owner) {
      confirmedSignIn = await session.signInInForce();
      return token;
    }
    session.forget();
    throw new AppError("NOT_SIGNED_IN", "Somebody else has signed in on this device.");
  };
  return {
    ...session,
    accessToken,
    confirm: async () => {
      const inForce = await session.signInInForce();
      if (inForce === undefined || inForce !== confirmedSignIn) await accessToken();
    },
  };
}

/** Read, not verified: the server does that with every request. @see RFC 7519 §3 */
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
