// Which other sites' scripts may call the API: those on the allow-list, named exactly. The session's
// addresses under /auth are for our own site alone.
import { header, type HttpEvent, type HttpResult } from "./lambda-http.ts";

/** As long as Chromium remembers at most. @see https://fetch.spec.whatwg.org/#http-access-control-max-age */
const PREFLIGHT_SECONDS = 7_200;

/** Any script of an allowed site may read these of our answers besides the usual ones. */
const EXPOSED_HEADERS = "date, retry-after, x-request-id";

/** What an answer to this request says about other origins; nothing to those we do not know. */
export function crossOriginHeaders(
  event: Pick<HttpEvent, "headers">,
  allowedOrigins: readonly string[],
): Readonly<Record<string, string>> {
  const origin = header(event, "origin");
  // Caches between must not give one origin's answer to another, nor a refusal to an allowed one.
  const vary = { vary: "origin" };
  if (origin === undefined || !allowedOrigins.includes(origin)) return vary;
  // No credentials: an access token is sent by hand, and no cookie of ours is needed.
  return {
    ...vary,
    "access-control-allow-origin": origin,
    "access-control-expose-headers": EXPOSED_HEADERS,
  };
}

/** The answer to a preflight: what may be sent, to an origin that may send at all. */
export function preflightResult(
  event: Pick<HttpEvent, "headers">,
  allowedOrigins: readonly string[],
): HttpResult {
  const headers = crossOriginHeaders(event, allowedOrigins);
  if (headers["access-control-allow-origin"] === undefined) return { statusCode: 403, headers };
  return {
    statusCode: 204,
    headers: {
      ...headers,
      "access-control-allow-methods": "GET, POST",
      "access-control-allow-headers": "authorization, content-type",
      "access-control-max-age": String(PREFLIGHT_SECONDS),
    },
  };
}
