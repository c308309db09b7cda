import { describe, expect, test } from "vitest";
import { DISPOSITIONS } from "@tapedeck/core/error-codes";
import { refusalOf } from "./s3-refusal.ts";

const xml = (code: string, message = "…") =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message>` +
  `<Key>users/customer/cognito/s/k.webm</Key><RequestId>4442587FB7D0A2F9</RequestId></Error>`;

const PORTAL = "<!doctype html><title>Welcome to Hotel Grand</title><p>Sign in to go online";

describe("what S3's answer means", () => {
  test.each([
    [403, "AccessDenied", "Request has expired", "GRANT_EXPIRED"],
    [403, "AccessDenied", "Access Denied", "UPLOAD_REFUSED"],
    [400, "ExpiredToken", "The provided token has expired.", "GRANT_EXPIRED"],
    [403, "SignatureDoesNotMatch", "…", "UPLOAD_REFUSED"],
    [403, "InvalidAccessKeyId", "…", "UPLOAD_REFUSED"],
    [403, "RequestTimeTooSkewed", "…", "UPLOAD_REFUSED"],
    [400, "InvalidToken", "…", "UPLOAD_REFUSED"],
    [400, "BadDigest", "…", "CHECKSUM_MISMATCH"],
    [400, "InvalidDigest", "…", "CHECKSUM_MISMATCH"],
    [400, "XAmzContentChecksumMismatch", "…", "CHECKSUM_MISMATCH"],
    [400, "EntityTooLarge", "…", "UPLOAD_REFUSED"],
    [400, "RequestTimeout", "…", "TIMEOUT"],
    [400, "IncompleteBody", "…", "CONNECTION_LOST"],
    [404, "NoSuchBucket", "…", "UPLOAD_REFUSED"],
    [409, "ConditionalRequestConflict", "…", "SERVICE_UNAVAILABLE"],
    [409, "OperationAborted", "…", "SERVICE_UNAVAILABLE"],
    [412, "PreconditionFailed", "…", "OBJECT_EXISTS"],
    [501, "NotImplemented", "…", "UPLOAD_REFUSED"],
    [503, "SlowDown", "…", "THROTTLED"],
    [500, "InternalError", "…", "SERVICE_UNAVAILABLE"],
    [503, "ServiceUnavailable", "…", "SERVICE_UNAVAILABLE"],
  ])("%i %s (%s) is %4$s", (status, s3Code, message, code) => {
    const error = refusalOf({ status, body: xml(s3Code, message), retryAfter: null });
    expect(error?.code).toBe(code);
    expect(error?.details).toEqual({ status, s3Code, requestId: "4442587FB7D0A2F9" });
  });

  test.each(["", "\n"])("200 with nothing in it (%j) is no refusal", (body) => {
    expect(refusalOf({ status: 200, body, retryAfter: null })).toBeUndefined();
  });

  test.each([
    "<Error><Code>AccessDenied</Code></Error>",
    "<?xml version='1.0' encoding='UTF-8'?>\n<Error><Code>AccessDenied</Code></Error>",
    '<Error xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Code>AccessDenied</Code></Error>',
  ])("an error document of a compatible store is S3's too: %s", (body) => {
    const error = refusalOf({ status: 403, body, retryAfter: null });
    expect(error?.details).toEqual({ status: 403, s3Code: "AccessDenied" });
  });
});

describe("what an answer means that S3 did not give", () => {
  test.each([
    [200, "BUCKET_BLOCKED"],
    [204, "BUCKET_BLOCKED"],
    [302, "BUCKET_BLOCKED"],
    [403, "BUCKET_BLOCKED"],
    [407, "BUCKET_BLOCKED"],
    [408, "TIMEOUT"],
    [412, "OBJECT_EXISTS"],
    [429, "THROTTLED"],
    [451, "BUCKET_BLOCKED"],
    [501, "BUCKET_BLOCKED"],
    [502, "SERVICE_UNAVAILABLE"],
    [511, "BUCKET_BLOCKED"],
  ])("%i with a page in it is %s", (status, code) => {
    expect(refusalOf({ status, body: PORTAL, retryAfter: null })?.code).toBe(code);
  });

  test("a page that only speaks of S3's codes is not S3's", () => {
    const body = `${PORTAL}<pre><Code>ExpiredToken</Code></pre>`;
    const error = refusalOf({ status: 403, body, retryAfter: null });
    expect(error?.code).toBe("BUCKET_BLOCKED");
    expect(error?.details).toEqual({ status: 403 });
  });
});

test("no answer to a PUT is final, whoever gives it", () => {
  const statuses = Array.from({ length: 500 }, (_, index) => 100 + index);
  const bodies = ["", PORTAL, xml("AccessDenied"), xml("SomethingNew"), xml("MethodNotAllowed")];
  const dispositions = statuses.flatMap((status) =>
    bodies.flatMap((body) => {
      const code = refusalOf({ status, body, retryAfter: null })?.code;
      return code === undefined ? [] : [DISPOSITIONS[code]];
    }),
  );
  expect(new Set(dispositions)).toEqual(new Set(["backoff", "rehash", "verify"]));
});

test("takes a code that JavaScript objects happen to have for an unknown one", () => {
  const error = refusalOf({ status: 403, body: xml("constructor"), retryAfter: null });
  expect(error?.code).toBe("UPLOAD_REFUSED");
});

test("hands on how long S3 asks to wait", () => {
  const error = refusalOf({ status: 503, body: xml("SlowDown"), retryAfter: "90" });
  expect(error).toMatchObject({ code: "THROTTLED", details: { retryAfterMs: 90_000 } });
});

test("a refusal that is not for being busy does not say how long to wait", () => {
  const error = refusalOf({ status: 403, body: xml("AccessDenied"), retryAfter: "90" });
  expect(error?.details["retryAfterMs"]).toBeUndefined();
});

test("repeats neither the key nor the sentence", () => {
  const body = xml("AccessDenied", "a secret");
  const error = refusalOf({ status: 403, body, retryAfter: null });
  expect(error?.message).toBe("S3 answered the upload with 403 AccessDenied.");
});
