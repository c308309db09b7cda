// What CloudFront is told to do with a request and its answer, as plain values. infra/web.ts deploys
// them; packages/local/edge imitates CloudFront with the same ones.

/** Where the API's functions meet the router. Only paths below these reach them. */
export const API_ROUTES = {
  api: { path: "/api", rewrite: { regex: "^/api/", to: "/" } },
  slowApi: { path: "/slow-api", rewrite: { regex: "^/slow-api/", to: "/" } },
} as const;

/**
 * The procedures that touch every object of a recording. They have a function of their own: a call of seconds
 * holds an instance all that time, and a few hundred such calls at once would leave no instance for the others.
 */
const SLOW_PROCEDURES = ["recordings.seal", "recordings.recover", "recordings.delete"] as const;

/** Carries the caller's `Authorization`, whose own place CloudFront's signature takes. */
const CALLER_AUTHORIZATION = "x-tapedeck-authorization";

/**
 * Runs in CloudFront before a route is chosen, in its own small JavaScript.
 *
 * - SST joins a protected function to one path only, so /trpc and /auth meet under /api, and the slow
 *   procedures under /slow-api, which the routes take off again.
 *   https://github.com/anomalyco/sst/issues/6881
 * - CloudFront proves itself to the function URL with its own Authorization header, in place of the
 *   caller's: theirs travels beside it. What a caller sends under that name never gets through.
 */
export const BEFORE_ROUTING = `
  var request = event.request;
  if (${JSON.stringify(SLOW_PROCEDURES.map((name) => `/trpc/${name}`))}.indexOf(request.uri) >= 0) {
    request.uri = "${API_ROUTES.slowApi.path}" + request.uri;
  } else if (/^\\/(trpc|auth)\\//.test(request.uri)) {
    request.uri = "${API_ROUTES.api.path}" + request.uri;
  }
  delete request.headers["${CALLER_AUTHORIZATION}"];
  if (request.headers.authorization) {
    request.headers["${CALLER_AUTHORIZATION}"] = request.headers.authorization;
  }
`;

/**
 * Bytes of a request body that Lambda@Edge shows to a function that runs before the origin. It cuts a
 * longer body, and SST's signer refuses what was cut.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/lambda-at-edge-function-restrictions.html
 */
export const REQUEST_BODY_BYTES = 1_048_576;

/** Every status that takes such a setting, except 416, which CloudFront never caches. */
const ERRORS = [400, 403, 404, 405, 414, 500, 501, 502, 503, 504];

/**
 * How long CloudFront answers with an error that the API gave once. Without an entry that is 10 s, and
 * `no-store` does not shorten it. The key of its cache has neither token nor cookies: one person's 503
 * of `/trpc/session.me` would be every caller's answer.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/custom-error-pages-expiration.html
 */
export const CUSTOM_ERROR_RESPONSES: readonly {
  readonly errorCode: number;
  /** Seconds. */
  readonly errorCachingMinTtl: number;
}[] = ERRORS.map((errorCode) => ({ errorCode, errorCachingMinTtl: 0 }));
