// What browsers let the site's pages do, as plain values. infra/ tells CloudFront and the bucket; packages/local
// answers with the same ones.

/** What the client of Vite's development server needs beyond the app itself. */
export interface DevelopmentSources {
  /** Added to `style-src`. */
  readonly styles: string;
  /** Added to `connect-src`. */
  readonly connections: string;
}

/** @param uploadOrigin - where grants point: scripts send there, and to the site, and nowhere else */
export function contentSecurityPolicy(
  uploadOrigin: string,
  development?: DevelopmentSources,
): string {
  const sources = (...names: readonly (string | undefined)[]) =>
    ["'self'", ...names.filter((name) => name !== undefined)].join(" ");
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src ${sources(development?.styles)}`,
    "img-src 'self'",
    `connect-src ${sources(uploadOrigin, development?.connections)}`,
    `media-src ${sources("blob:", uploadOrigin)}`,
    "worker-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}

export const REFERRER_POLICY = "no-referrer";

/** Further headers of every page. */
export const PAGE_HEADERS = {
  "cross-origin-opener-policy": "same-origin",
  "permissions-policy": "microphone=(self), camera=(), geolocation=()",
} as const;

/** What the bucket allows the site's pages: to put segments, and to read them back. */
export const BUCKET_CORS = {
  allowedMethods: ["PUT", "GET", "HEAD"],
  // The headers of a grant (contract.ts), and the one with which players ask for ranges.
  allowedHeaders: [
    "cache-control",
    "content-type",
    "if-none-match",
    "range",
    "x-amz-checksum-sha256",
    "x-amz-meta-*",
  ],
  exposeHeaders: ["ETag", "Retry-After", "x-amz-checksum-sha256", "x-amz-request-id"],
  // Chromium keeps a preflight two hours at most.
  maxAgeSeconds: 7200,
} as const;
