import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DISPOSITIONS, isErrorCode, type ErrorCode } from "./error-codes.ts";
import { decideRetry, type RetryDecision } from "./retry.ts";

/** The decision after the first failure while online, for each code: a new code must be added here. */
const firstFailure: Record<ErrorCode, RetryDecision["kind"]> = {
  INPUT_INVALID: "give-up",
  BODY_NOT_JSON: "give-up",
  REQUEST_TOO_LARGE: "give-up",
  PROCEDURE_UNKNOWN: "give-up",
  ROUTE_UNKNOWN: "give-up",
  METHOD_UNSUPPORTED: "give-up",
  RECORDING_FROM_FUTURE: "give-up",
  KEY_INVALID: "give-up",
  WEBM_INVALID: "give-up",
  NOT_SIGNED_IN: "wait-sign-in",
  TOKEN_EXPIRED: "wait-sign-in",
  TOKEN_REFUSED: "wait-sign-in",
  IDENTITY_REFUSED: "give-up",
  SCOPE_MISSING: "give-up",
  ORIGIN_REFUSED: "give-up",
  SIGN_IN_FAILED: "wait-sign-in",
  COOKIE_TOO_LARGE: "retry",
  COOKIES_BLOCKED: "wait-sign-in",
  SIGN_IN_CANCELLED: "wait-sign-in",
  NOT_INVITED: "give-up",
  EMAIL_UNVERIFIED: "give-up",
  OFFLINE: "wait-online",
  CONNECTION_LOST: "retry",
  TIMEOUT: "retry",
  GRANT_EXPIRED: "presign-again",
  UPLOAD_REFUSED: "rehash",
  BUCKET_BLOCKED: "retry",
  SERVICE_BLOCKED: "retry",
  CHECKSUM_MISMATCH: "rehash",
  CHECKSUM_ABSENT: "retry",
  OBJECT_EXISTS: "verify",
  RECORDING_INCOMPLETE: "retry",
  RECORDING_ALTERED: "give-up",
  RECORDING_SEALED: "give-up",
  RECORDING_NOT_FOUND: "give-up",
  RECORDING_CHANGING: "retry",
  RECORDING_DELETED: "give-up",
  MANIFEST_INVALID: "give-up",
  STORAGE_FULL: "give-up",
  STORAGE_FAILED: "retry",
  SEGMENT_DAMAGED: "give-up",
  SEGMENT_MISSING: "retry",
  QUOTA_EXCEEDED: "retry",
  THROTTLED: "retry",
  SERVICE_UNAVAILABLE: "retry",
  MIC_DENIED: "give-up",
  MIC_ABSENT: "give-up",
  MIC_BUSY: "give-up",
  MIC_LOST: "give-up",
  AUDIO_SUSPENDED: "give-up",
  APP_UPDATED: "give-up",
  APP_INCOMPLETE: "give-up",
  RECORDING_UNSUPPORTED: "give-up",
  RECORDING_TOO_LONG: "give-up",
  ENCODER_FAILED: "give-up",
  INTERNAL: "retry",
};

const attemptOf = (code: ErrorCode) => ({ code, attempt: 0, online: true, random01: 0.5 });
const codes = Object.keys(DISPOSITIONS).filter(isErrorCode);
const codesThat = (kind: RetryDecision["kind"]) => codes.filter((c) => firstFailure[c] === kind);

describe("the retry policy", () => {
  test.each(codes)("has a decision for %s", (code) => {
    expect(decideRetry(attemptOf(code)).kind).toBe(firstFailure[code]);
  });

  test.each(codesThat("retry"))("waits for the network when %s happens offline", (code) => {
    const offline = { ...attemptOf(code), attempt: 1000, online: false };
    expect(decideRetry(offline)).toEqual({ kind: "wait-online" });
  });

  test.each([...codesThat("retry"), ...codesThat("presign-again"), ...codesThat("rehash")])(
    "never gives up on %s: time can cure it",
    (code) => {
      const kinds = [1, 14, 1000].map((attempt) => decideRetry({ ...attemptOf(code), attempt }));
      expect(new Set(kinds.map(({ kind }) => kind))).toEqual(new Set([firstFailure[code]]));
    },
  );

  test.each(codesThat("rehash"))(
    "reads the bytes anew at once after %s, then less and less often",
    (code) => {
      const inMs = [0, 1, 2, 9].map((attempt) =>
        decideRetry({ ...attemptOf(code), attempt, random01: 1 }),
      );
      expect(inMs).toEqual([0, 1000, 2000, 60_000].map((wait) => ({ kind: "rehash", inMs: wait })));
    },
  );

  test("asks for the first new grant at once, and spaces out the next", () => {
    const refused = { ...attemptOf("GRANT_EXPIRED"), random01: 1 };
    expect(decideRetry(refused)).toEqual({ kind: "presign-again", inMs: 0 });
    expect(decideRetry({ ...refused, attempt: 1 })).toEqual({ kind: "presign-again", inMs: 1000 });
    const asked = { ...refused, retryAfterMs: 7000 };
    expect(decideRetry(asked)).toEqual({ kind: "presign-again", inMs: 7000 });
  });

  test("doubles the longest wait up to a minute", () => {
    const longest = Array.from({ length: 9 }, (_, attempt) =>
      decideRetry({ ...attemptOf("TIMEOUT"), attempt, random01: 1 }),
    );
    expect(longest).toEqual(
      [500, 1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000].map((inMs) => ({
        kind: "retry",
        inMs,
      })),
    );
  });

  test("spreads each wait over the whole step, and never below what the other side asked", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 12 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.integer({ min: 0, max: 120_000 }),
        (attempt, random01, retryAfterMs) => {
          const failed = { ...attemptOf("THROTTLED"), attempt, random01 };
          const step = Math.min(60_000, 500 * 2 ** attempt);
          const freely = decideRetry(failed);
          const asked = decideRetry({ ...failed, retryAfterMs });
          const inMs = freely.kind === "retry" ? freely.inMs : Number.NaN;
          expect(Math.abs(inMs - random01 * step)).toBeLessThanOrEqual(0.5);
          expect(asked).toEqual({ kind: "retry", inMs: Math.max(inMs, retryAfterMs) });
        },
      ),
    );
  });
});
