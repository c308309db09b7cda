// Why the person is not signed in, where the server redirected them with a reason.
import { isErrorCode, type ErrorCode } from "@tapedeck/core/error-codes";

/** A browser that blocks cookies would fail the next sign-in too, so that reason comes first. */
export function signInError(): ErrorCode | undefined {
  if (!navigator.cookieEnabled) return "COOKIES_BLOCKED";
  const code = new URLSearchParams(location.search).get("signInError");
  return isErrorCode(code) ? code : undefined;
}
