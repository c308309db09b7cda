import { describe, expect, test } from "vitest";
import { refusalError } from "./s3-refusal.ts";

const xml = (code: string, message = "…") =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message>` +
  `<Key>users/customer/cognito/s/k.webm</Key><RequestId>4442587FB7D0A2F9</RequestId></Error>`;

describe("what S3's refusal means", () => {
  test.each([
    [403, "AccessDenied", "Request has expired", "GRANT_EXPIRED"],
    [403, "AccessDenied", "Access Denied", "UPLOAD_REFUSED"],
    [400, "ExpiredToken", "The provided token has expired.", "GRANT_EXPIRED"],
    [403, "SignatureDoesNotMatch", "…", "UPLOAD_REFUSED"],
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
    [503, "SlowDown", "…", "THROTTLED"],
    [500, "InternalError", "…", "SERVICE_UNAVAILABLE"],
    [503, "ServiceUnavailable", "…", "SERVICE_UNAVAILABLE"],
  ])("%i %s (%s) is %4$s", (status, s3Code, message, code) => {
    const error = refusalError({ status, body: xml(s3Code, message), retryAfter: null });
    expect(error.code).toBe(code);
    expect(error.details).toEqual({ status, s3Code, requestId: "4442587FB7D0A2F9" });
  });

  test.each([
    [403, "UPLOAD_REFUSED"],
    [408, "TIMEOUT"],
    [412, "OBJECT_EXISTS"],
    [429, "THROTTLED"],
    [502, "SERVICE_UNAVAILABLE"],
  ])("%i from something in between, which does not speak XML, is %s", (status, code) => {
    const error = refusalError({ status, body: "<html>Bad gateway</html>", retryAfter: null });
    expect(error.code).toBe(code);
    expect(error.details).toEqual({ status });
  });

  test("takes a code that JavaScript objects happen to have for an unknown one", () => {
    expect(refusalError({ status: 403, body: xml("constructor"), retryAfter: null }).code).toBe(
      "UPLOAD_REFUSED",
    );
  });

  test("hands on how long to wait", () => {
    const error = refusalError({ status: 503, body: xml("SlowDown"), retryAfter: "7" });
    expect(error).toMatchObject({ code: "THROTTLED", details: { retryAfterMs: 7000 } });
  });

  test("repeats neither the key nor the sentence", () => {
    const { message } = refusalError({
      status: 403,
      body: xml("AccessDenied", "a secret"),
      retryAfter: null,
    });
    expect(message).toBe("S3 answered the upload with 403 AccessDenied.");
  });
});
