// One line of Set-Cookie, with what all our cookies share.
import type { CookieRule } from "@tapedeck/core/cookie-rule";
import { AppError } from "@tapedeck/core/errors";

/**
 * What each browser keeps of name, value and attributes together. A longer cookie is dropped, and neither the
 * server nor the page hears of it. @see RFC 6265 §6.1
 */
const MAX_BYTES = 4096;

export interface CookieSettings {
  readonly value: string;
  /** 0 removes the cookie. */
  readonly lifeSeconds: number;
  readonly sameSite: "Lax" | "Strict";
  /** Default no: only the server has to read our cookies. */
  readonly isForScripts?: boolean;
}

/**
 * @param name - begins with the prefix of the rule
 * @throws {AppError} COOKIE_TOO_LARGE – no browser would keep it
 */
export function setCookie(
  { isSecure }: CookieRule,
  name: string,
  { value, lifeSeconds, sameSite, isForScripts = false }: CookieSettings,
): string {
  const secure = isSecure ? " Secure;" : "";
  const httpOnly = isForScripts ? "" : " HttpOnly;";
  const line = `${name}=${value}; Path=/;${secure}${httpOnly} SameSite=${sameSite}; Max-Age=${lifeSeconds}`;
  const sizeBytes = Buffer.byteLength(line);
  if (sizeBytes <= MAX_BYTES) return line;
  throw new AppError(
    "COOKIE_TOO_LARGE",
    `A cookie may have ${MAX_BYTES} bytes, this one would have ${sizeBytes}.`,
  );
}
