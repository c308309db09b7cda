// The headers of every page, the same as CloudFront sets in infra/web.ts.
import {
  contentSecurityPolicy,
  PAGE_HEADERS,
  REFERRER_POLICY,
} from "../../../../infra/imitated/browser-rules.ts";

/** What the development server's client needs beyond the app itself. */
export interface DevelopmentClient {
  /** The client puts each stylesheet into a `<style>` with this nonce, so that it can exchange it. */
  readonly styleNonce: string;
  /** It hears of changes through a WebSocket. Safari's `'self'` did not cover those before 15.4. */
  readonly socketOrigin: string;
}

/** @param uploadOrigin - where grants point: scripts may send there and nowhere else */
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
