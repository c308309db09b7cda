// What a failure of the sign-in service means to the caller, as codes of the catalogue. No error holds a token.
import { AppError } from "@tapedeck/core/errors";
import { REFUSAL_SENTENCES, refusalIn } from "@tapedeck/core/sign-up-refusals";

export function unavailable(cause?: unknown): AppError {
  return new AppError("SERVICE_UNAVAILABLE", "The sign-in service does not answer now.", { cause });
}

/** @param thrown - by oauth4webapi */
export function signInFailed(message: string, thrown?: unknown): AppError {
  const cause = thrown === undefined ? undefined : withoutDetails(thrown);
  return new AppError("SIGN_IN_FAILED", message, { cause });
}

/** oauth4webapi's errors carry what they refuse: tokens, claims, the query with its code. */
export function withoutDetails(thrown: unknown): Error {
  return new Error(thrown instanceof Error ? thrown.message : "no reason given");
}

/**
 * The service sent the browser back without a code. Its own description is never shown, because the author of any
 * link can write one: it only tells which of our own refusals this is, by their exact words.
 *
 * @param description - `error_description` of the redirect; Cognito puts the words of the pre-sign-up trigger
 *   there, with the error `invalid_request`
 * @see RFC 6749 §4.1.2.1
 */
export function authorizationRefused(error: string, description = ""): AppError {
  const refusal = refusalIn(description);
  if (refusal !== undefined) return new AppError(refusal, `${REFUSAL_SENTENCES[refusal]}.`);
  switch (error) {
    case "access_denied":
      return new AppError("SIGN_IN_CANCELLED", "The sign-in was ended before it was done.");
    case "server_error":
    case "temporarily_unavailable":
      return unavailable();
    default:
      return signInFailed("The sign-in service gave no code.");
  }
}

/**
 * Throws unless the endpoint answered 2xx.
 *
 * @param refused - for 4xx, an OAuth error (RFC 6749 §5.2): asking again with the same cannot help
 */
export async function requireSuccess(
  { body, ok, status }: Response,
  refused: (cause: Error) => AppError,
): Promise<void> {
  if (ok) return;
  await body?.cancel();
  // Too many requests of ours are no outage of theirs.
  if (status === 429) {
    throw new AppError("THROTTLED", "The sign-in service has too many requests for the moment.");
  }
  const cause = new Error(`the sign-in service answered ${status}`);
  throw status >= 400 && status < 500 ? refused(cause) : unavailable(cause);
}
