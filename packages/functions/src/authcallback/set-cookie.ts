// One line of Set-Cookie, with what all our cookies share.
import type { CookieRule } from "@tapedeck/core/cookie-rule";

export interface CookieSettings {
  readonly value: string;
  /** 0 removes the cookie. */
  readonly lifeSeconds: number;
  readonly sameSite: "Lax" | "Strict";
  /** Default no: only the server has to read our cookies. */
  readonly isForScripts?: boolean;
}

/** @param name - begins with the prefix of the rule */
export function setCookie(
  { isSecure }: CookieRule,
  name: string,
  { value, lifeSeconds, sameSite, isForScripts = false }: CookieSettings,
): string {
  const secure = isSecure ? " Secure;" : "";
  const httpOnly = isForScripts ? "" : " HttpOnly;";
  return `${name}=${value}; Path=/;${secure}${httpOnly} SameSite=${sameSite}; Max-Age=${lifeSeconds}`;
}
