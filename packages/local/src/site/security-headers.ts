// The headers of every page: the same that CloudFront sets in infra/web.ts.

/** The permissions that the development server's client needs beside those of the app. */
export interface DevelopmentClient {
  /** The client puts each stylesheet into a `<style>` with this nonce, so that it can exchange it. */
  readonly styleNonce: string;
  /** It hears of changes through a WebSocket. Safari's `'self'` did not cover those before 15.4. */
  readonly socketOrigin: string;
}

/** @param uploadOrigin - the origin of grants, the only other one to which scripts may send */
export function securityHeaders(
  uploadOrigin: string,
  client?: DevelopmentClient,
): Readonly<Record<string, string>> {
  const styles = client === undefined ? [] : [`'nonce-${client.styleNonce}'`];
  const sockets = client === undefined ? [] : [client.socketOrigin];
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    ["style-src 'self'", ...styles].join(" "),
    "img-src 'self'",
    ["connect-src 'self'", uploadOrigin, ...sockets].join(" "),
    `media-src 'self' blob: ${uploadOrigin}`,
    "worker-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ];
  return {
    "content-security-policy": policy.join("; "),
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "microphone=(self), camera=(), geolocation=()",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
  };
}
