import { describe, expect, test } from "vitest";
import type { ErrorCode } from "../error-codes.ts";
import { AppError, type ErrorDetails } from "../errors.ts";
import {
  apiAnswered,
  NEW_BUCKET_WATCH,
  reportOf,
  uploadFailed,
  uploadStored,
} from "./bucket-watch.ts";

const error = (code: ErrorCode, details: ErrorDetails = {}) =>
  new AppError(code, "scripted", { details });
const lost = error("CONNECTION_LOST");
const MINUTE_MS = 60_000;

/** What one uploader sees, event after event. */
function createBucketWatch() {
  let watch = NEW_BUCKET_WATCH;
  return {
    stored: () => {
      watch = uploadStored(watch);
    },
    failed: (failure: AppError, hasMoved: boolean) => {
      const [next, means] = uploadFailed(watch, failure, hasMoved);
      watch = next;
      return means;
    },
    report: (nowMs: number) => reportOf(watch, nowMs),
    apiAnswered: (told: ReturnType<typeof reportOf>, nowMs: number) => {
      watch = apiAnswered(watch, told, nowMs);
    },
  };
}

describe("an upload without an answer", () => {
  test("is a broken connection, as long as the API does not answer either", () => {
    const watch = createBucketWatch();
    expect(watch.failed(lost, true)).toBe(lost);
    expect(watch.failed(lost, true)).toBe(lost);
  });

  test("is a broken connection, also when the API answered before it", () => {
    const watch = createBucketWatch();
    watch.apiAnswered(undefined, 0);
    expect(watch.failed(lost, true)).toBe(lost);
    expect(watch.failed(lost, true)).toBe(lost);
  });

  test("is blocked, when the API has answered since the last one had none", () => {
    const watch = createBucketWatch();
    watch.failed(lost, true);
    watch.apiAnswered(undefined, 0);
    expect(watch.failed(lost, true).code).toBe("BUCKET_BLOCKED");
    expect(watch.failed(lost, true).code).toBe("BUCKET_BLOCKED");
  });

  test.each<[string, (watch: ReturnType<typeof createBucketWatch>) => void]>([
    ["stored one", (watch) => watch.stored()],
    ["refused one", (watch) => watch.failed(error("UPLOAD_REFUSED", { status: 403 }), true)],
  ])("is a broken connection again after the bucket has %s", (_what, answer) => {
    const watch = createBucketWatch();
    watch.failed(lost, true);
    watch.apiAnswered(undefined, 0);
    answer(watch);
    expect(watch.failed(lost, true)).toBe(lost);
    expect(watch.failed(lost, true)).toBe(lost);
    watch.apiAnswered(undefined, 0);
    expect(watch.failed(lost, true).code).toBe("BUCKET_BLOCKED");
  });

  test("in time is slow when some of it was sent, and blocked when nothing was", () => {
    const late = error("TIMEOUT");
    const watch = createBucketWatch();
    watch.failed(lost, true);
    watch.apiAnswered(undefined, 0);
    expect(watch.failed(late, true)).toBe(late);
    watch.failed(late, false);
    watch.apiAnswered(undefined, 0);
    expect(watch.failed(late, false).code).toBe("BUCKET_BLOCKED");
  });
});

describe("a report", () => {
  test.each<[AppError, object]>([
    [
      error("UPLOAD_REFUSED", { status: 403, s3Code: "AccessDenied", requestId: "7" }),
      { status: 403, code: "AccessDenied" },
    ],
    [error("BUCKET_BLOCKED", { status: 451 }), { status: 451 }],
    [
      error("GRANT_EXPIRED", { status: 400, s3Code: "ExpiredToken" }),
      { status: 400, code: "ExpiredToken" },
    ],
    [error("UPLOAD_REFUSED", { status: 403, s3Code: "not a code" }), { status: 403 }],
  ])("of %j is %j", (refused, report) => {
    const watch = createBucketWatch();
    watch.failed(refused, true);
    expect(watch.report(0)).toEqual(report);
  });

  test.each<ErrorCode>(["SERVICE_UNAVAILABLE", "THROTTLED", "GRANT_EXPIRED", "OBJECT_EXISTS"])(
    "is not made of %s, which is S3's everyday life",
    (code) => {
      const watch = createBucketWatch();
      watch.failed(error(code, { status: 503 }), true);
      expect(watch.report(0)).toBeUndefined();
    },
  );

  test("is made until the API has answered it, and then once a minute at most", () => {
    const watch = createBucketWatch();
    const refused = error("BUCKET_BLOCKED", { status: 403 });
    watch.failed(refused, true);
    expect(watch.report(0)).toBeDefined();
    expect(watch.report(1)).toBeDefined();
    watch.apiAnswered(watch.report(1), 1);
    expect(watch.report(2 * MINUTE_MS)).toBeUndefined();
    watch.failed(refused, true);
    expect(watch.report(MINUTE_MS)).toBeUndefined();
    expect(watch.report(MINUTE_MS + 1)).toEqual({ status: 403 });
  });
});
