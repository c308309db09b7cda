// One line of Set-Cookie, with what all our cookies share.

export interface CookieSettings {
  readonly value: string;
  /** 0 removes the cookie. */
  readonly lifeSeconds: number;
  readonly sameSite: "Lax" | "Strict";
  /** Default no: only the server has to read our cookies. */
  readonly isForScripts?: boolean;
}

/**
 * @param name - begins with `__Host-`, which makes browsers refuse the cookie unless it is Secure, for
 *   `/` and this very host, so a sibling domain cannot plant one. @see RFC 6265bis §4.1.3.2
 */
export function setCookie(
  name: `__Host-${string}`,
  { value, lifeSeconds, sameSite, isForScripts = false }: CookieSettings,
): string {
  const httpOnly = isForScripts ? "" : " HttpOnly;";
  return `${name}=${value}; Path=/; Secure;${httpOnly} SameSite=${sameSite}; Max-Age=${lifeSeconds}`;
}
