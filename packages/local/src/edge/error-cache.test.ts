import { expect, test } from "vitest";
import { jsonAnswer } from "./answer.ts";
import { ErrorCache } from "./error-cache.ts";

/** The seconds for which the cache answers with an error, 60 at most. */
function keptSeconds(
  status: number,
  cacheControl: string,
  responses?: ConstructorParameters<typeof ErrorCache>[1],
): number {
  let nowMs = 1_000;
  const cache = new ErrorCache(() => nowMs, responses);
  cache.keep("/trpc/session.me?", jsonAnswer(status, {}, { "cache-control": cacheControl }));
  for (let seconds = 0; seconds < 60; seconds++, nowMs += 1_000) {
    if (cache.find("/trpc/session.me?") === undefined) return seconds;
  }
  return 60;
}

const ERRORS = [400, 401, 403, 404, 405, 409, 410, 412, 413, 414, 415, 416, 422, 429];
const FAILURES = [500, 501, 502, 503, 504];

test.each([...ERRORS, ...FAILURES])(
  "keeps no %i of ours, as infra/ sets CloudFront up",
  (status) => {
    expect(keptSeconds(status, "no-store")).toBe(0);
  },
);

test.each([
  ...[405, 500, 502, 503, 504].map((status) => [status, "no-store", 10] as const),
  ...[404, 410, 414, 501].map((status) => [status, "no-store", 0] as const),
  ...[404, 410, 414, 501].map((status) => [status, "", 10] as const),
  ...[404, 503].map((status) => [status, "max-age=30", 30] as const),
  ...[400, 403, 412, 415].map((status) => [status, "", 0] as const),
  ...[400, 403, 412, 415].map((status) => [status, "max-age=7", 7] as const),
  ...[200, 401, 409, 413, 416, 422, 429].map((status) => [status, "max-age=7", 0] as const),
])(
  "left alone, CloudFront keeps a %i with cache-control %j for %i s",
  (status, cacheControl, seconds) => {
    expect(keptSeconds(status, cacheControl, [])).toBe(seconds);
  },
);

test("the cache keeps an error for as long as its custom error response says", () => {
  const responses = [{ errorCode: 503, errorCachingMinTtl: 3 }];
  expect(keptSeconds(503, "no-store", responses)).toBe(3);
  expect(keptSeconds(502, "no-store", responses)).toBe(10);
});
