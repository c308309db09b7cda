// Uploads end with the sign-in. A PUT carries no token but a grant, which S3 takes for minutes after the
// person has signed out.
import type { PutObject } from "@tapedeck/recorder/upload/put-object";
import type { OwnSession } from "./session-of.ts";

/** It also @throws {AppError} NOT_SIGNED_IN – before anything is sent */
export function putWhileSignedIn(own: Pick<OwnSession, "confirm">, put: PutObject): PutObject {
  return async (request) => {
    await own.confirm();
    request.signal.throwIfAborted();
    return put(request);
  };
}
