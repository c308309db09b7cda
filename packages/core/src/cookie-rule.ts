// The names of our cookies, and whether they are Secure. Only the origin of the site decides that: the server
// takes the origin from its configuration, the page from its own address.

export interface CookieRule {
  /** Stands before the name of each of our cookies. */
  readonly prefix: "__Host-" | "";
  readonly isSecure: boolean;
}

/**
 * `__Host-` makes browsers refuse a cookie unless it is Secure, for `/` and this very host, so that no
 * sibling domain can plant one. WebKit keeps no Secure cookie of `http://localhost`, and sign-in would fail
 * there. So a site that is served over http, which only `npm start` is, uses neither.
 *
 * @see RFC 6265bis §4.1.3.2
 */
export function cookieRule(siteOrigin: string): CookieRule {
  return siteOrigin.startsWith("http://")
    ? { prefix: "", isSecure: false }
    : { prefix: "__Host-", isSecure: true };
}

/**
 * Names the cookie that holds the id of the sign-in in force. The server sets it at a sign-in and takes no
 * session that it does not name. Signing out removes it, which needs no network.
 */
export function signedInCookie(siteOrigin: string): string {
  return `${cookieRule(siteOrigin).prefix}tapedeck-signed-in`;
}
