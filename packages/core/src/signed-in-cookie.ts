/**
 * Names the cookie that holds the id of the sign-in in force. The server sets it at a sign-in and takes no
 * session that it does not name; whoever signs out removes it, which needs no network.
 *
 * `__Host-`, so that no sibling domain can plant one: see functions/authcallback/set-cookie.ts.
 */
export const SIGNED_IN_COOKIE = "__Host-tapedeck-signed-in";
