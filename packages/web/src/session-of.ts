// Keeps one person's sound out of another's folder: the cookie behind the session is the browser's, and
// somebody else may have signed in with it, in another tab, since this page was opened.
import { AppError } from "@tapedeck/core/errors";
import type { Session } from "./session.ts";

/**
 * The session for as long as it is this person's. Its `accessToken` also
 * @throws {AppError} NOT_SIGNED_IN – somebody else is signed in; asked again, it asks the server anew
 */
export function sessionOf(owner: string, session: Session): Session {
  return {
    ...session,
    accessToken: async () => {
      const token = await session.accessToken();
      if (subjectOf(token) === owner) return token;
      session.forget();
      throw new AppError("NOT_SIGNED_IN", "Somebody else has signed in on this device.");
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
