import { expect, test } from "vitest";
import { DISPOSITIONS, type ErrorCode } from "./error-codes.ts";
import { foreignAnswerError } from "./foreign-answer.ts";

test.each<[number, ErrorCode, ErrorCode]>([
  [200, "BUCKET_BLOCKED", "SERVICE_BLOCKED"],
  [302, "BUCKET_BLOCKED", "SERVICE_BLOCKED"],
  [401, "BUCKET_BLOCKED", "SERVICE_BLOCKED"],
  [403, "BUCKET_BLOCKED", "SERVICE_BLOCKED"],
  [407, "BUCKET_BLOCKED", "SERVICE_BLOCKED"],
  [408, "TIMEOUT", "TIMEOUT"],
  [413, "BUCKET_BLOCKED", "SERVICE_BLOCKED"],
  [429, "THROTTLED", "THROTTLED"],
  [451, "BUCKET_BLOCKED", "SERVICE_BLOCKED"],
  [500, "SERVICE_UNAVAILABLE", "SERVICE_UNAVAILABLE"],
  [501, "BUCKET_BLOCKED", "SERVICE_BLOCKED"],
  [502, "SERVICE_UNAVAILABLE", "SERVICE_UNAVAILABLE"],
  [503, "SERVICE_UNAVAILABLE", "SERVICE_UNAVAILABLE"],
  [504, "SERVICE_UNAVAILABLE", "SERVICE_UNAVAILABLE"],
  [511, "BUCKET_BLOCKED", "SERVICE_BLOCKED"],
])("%i in the place of the bucket is %s, in that of the service %s", (status, bucket, service) => {
  const answer = { status, retryAfter: null };
  expect(foreignAnswerError("bucket", answer).code).toBe(bucket);
  expect(foreignAnswerError("service", answer).code).toBe(service);
});

test("no status of a foreign answer is final or ends a session", () => {
  const dispositions = Array.from({ length: 500 }, (_, index) => 100 + index).flatMap((status) =>
    (["bucket", "service"] as const).map(
      (asked) => DISPOSITIONS[foreignAnswerError(asked, { status, retryAfter: null }).code],
    ),
  );
  expect(new Set(dispositions)).toEqual(new Set(["backoff"]));
});

test.each([
  [503, "7", { status: 503, retryAfterMs: 7000 }],
  [429, "86400", { status: 429, retryAfterMs: 60_000 }],
  [503, "Mon, 23 Nov 2026 09:00:00 GMT", { status: 503 }],
  [511, "7", { status: 511 }],
])(
  "a foreign %i that asks to wait %j is obeyed only when its sender is busy, for a minute at most",
  (status, retryAfter, details) => {
    expect(foreignAnswerError("service", { status, retryAfter }).details).toEqual(details);
  },
);
