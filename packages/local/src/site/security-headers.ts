// The headers of every page: the same that CloudFront sets in infra/web.ts.
import {
  contentSecurityPolicy,
  PAGE_HEADERS,
  REFERRER_POLICY,
} from "../../../../infra/imitated/browser-rules.ts";

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
  const development = client && {
    styles: `'nonce-${client.styleNonce}'`,
    connections: client.socketOrigin,
  };
  return {
    "content-security-policy": contentSecurityPolicy(uploadOrigin, development),
    ...PAGE_HEADERS,
    "referrer-policy": REFERRER_POLICY,
    "x-content-type-options": "nosniff",
  };
}
