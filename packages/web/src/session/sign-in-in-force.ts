// Which sign-in is in force in this browser, by the one cookie of the session that scripts may read.
import { cookieRule, signedInCookie } from "@tapedeck/core/cookie-rule";

/** @returns its id; nothing when this browser is signed out */
export function signInInForce(siteOrigin: string): string | undefined {
  const start = `${signedInCookie(siteOrigin)}=`;
  const [id, ...others] = document.cookie
    .split("; ")
    .flatMap((cookie) => (cookie.startsWith(start) ? [cookie.slice(start.length)] : []));
  // As the server reads them: two of the name mean meddling, and neither counts.
  return others.length === 0 ? id : undefined;
}

/**
 * The same in a service worker, which sees no `document.cookie`.
 *
 * @see https://cookiestore.spec.whatwg.org/
 */
export async function signInInForceForWorkers(siteOrigin: string): Promise<string | undefined> {
  const [cookie, ...others] = await cookieStore.getAll(signedInCookie(siteOrigin));
  return others.length === 0 ? cookie?.value : undefined;
}

/** Takes it out of force: from here on the server refuses every request of this browser's. */
export function removeSignIn(siteOrigin: string): void {
  const secure = cookieRule(siteOrigin).isSecure ? " Secure;" : "";
  document.cookie = `${signedInCookie(siteOrigin)}=; Path=/;${secure} SameSite=Strict; Max-Age=0`;
}
