// Where a browser may be sent after signing in: a path of our own site, nothing else.

/** Longest path worth keeping in a cookie, whose whole must stay under 4 KiB; as it is kept: encoded. */
const MAX_LENGTH = 512;

/** Signing in must not end in the middle of signing in. */
const SESSION_PATH = /^\/auth(\/|$)/;

/** The path, or `/` for anything that could leave the site: `//host`, `/\host`, a full URL, … */
export function safeReturnPath(requested: string | undefined, siteOrigin: string): string {
  if (requested === undefined || !requested.startsWith("/")) return "/";
  // Browsers read a backslash as a slash and drop tabs and newlines: let the same parser decide.
  const url = URL.parse(requested, siteOrigin);
  if (url?.origin !== siteOrigin || SESSION_PATH.test(url.pathname)) return "/";
  const path = `${url.pathname}${url.search}${url.hash}`;
  return path.length > MAX_LENGTH ? "/" : path;
}
