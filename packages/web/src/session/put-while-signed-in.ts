// Ends uploads with the sign-in. A PUT carries a grant instead of a token, and S3 accepts the grant for
// minutes after the person has signed out.
import type { PutObject } from "@tapedeck/recorder";
import type { OwnerSession } from "./owner-session.ts";

/** The wrapped PUT also @throws {AppError} NOT_SIGNED_IN – before it sends anything */
export function putWhileSignedIn(
  own: Pick<OwnerSession, "ensureSignedIn">,
  put: PutObject,
): PutObject {
  return async (request) => {
    await own.ensureSignedIn();
    request.signal.throwIfAborted();
    return put(request);
  };
}
