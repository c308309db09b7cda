// The only cookie of the session that scripts may read: it names the browser's sign-in.
import { cookieRule, signedInCookie } from "@tapedeck/core/cookie-rule";

/** @returns the sign-in's id; nothing when this browser is signed out */
export function readSignInId(siteOrigin: string): string | undefined {
  const start = `${signedInCookie(siteOrigin)}=`;
  const [id, ...others] = document.cookie
    .split("; ")
    .flatMap((cookie) => (cookie.startsWith(start) ? [cookie.slice(start.length)] : []));
  // The server reads them the same way: two cookies of this name mean tampering, and neither counts.
  return others.length === 0 ? id : undefined;
}

/**
 * The same in a service worker, which has no `document.cookie`.
 *
 * @see https://cookiestore.spec.whatwg.org/
 */
export async function readSignInIdInWorker(siteOrigin: string): Promise<string | undefined> {
  const [cookie, ...others] = await cookieStore.getAll(signedInCookie(siteOrigin));
  return others.length === 0 ? cookie?.value : undefined;
}

/** Signs this browser out: the server refuses every request without this cookie. */
export function removeSignInCookie(siteOrigin: string): void {
  const secure = cookieRule(siteOrigin).isSecure ? " Secure;" : "";
  document.cookie = `${signedInCookie(siteOrigin)}=; Path=/;${secure} SameSite=Strict; Max-Age=0`;
}
