import { describe, expect, test } from "vitest";
import { errorCatalogue } from "./error-catalogue.ts";
import { DISPOSITIONS, isErrorCode, type ErrorCode } from "./error-codes.ts";
import { AppError, toAppError } from "./errors.ts";

describe.each(Object.entries(errorCatalogue))("%s", (code, entry) => {
  test("says what happened in one sentence", () => {
    expect(entry.happened).toMatch(/^[A-Z][^\n]*\.$/);
  });

  test("waits for a person only when a person can mend it", () => {
    expect(DISPOSITIONS[code as ErrorCode] !== "person" || entry.mendedBy === "person").toBe(true);
  });

  test("is recognised as a code", () => {
    expect(isErrorCode(code)).toBe(true);
  });
});

test.each(["", "NOPE", "toString", "__proto__", "constructor", undefined, null, 7, ["INTERNAL"]])(
  "a value that is not a code is not recognised as one: %j",
  (code) => {
    expect(isErrorCode(code)).toBe(false);
  },
);

test("an error carries its code, its facts and its cause", () => {
  const cause = new Error("socket hang up");
  const error = new AppError("TIMEOUT", "No answer within 30 s.", {
    details: { waitedMs: 30_000 },
    cause,
  });
  expect(error).toBeInstanceOf(Error);
  expect(error).toMatchObject({
    name: "AppError",
    code: "TIMEOUT",
    message: "No answer within 30 s.",
    details: { waitedMs: 30_000 },
    cause,
  });
});

test("an error made without a cause has no such property, so that logs do not print one", () => {
  expect(Object.hasOwn(new AppError("OFFLINE", "No network."), "cause")).toBe(false);
});

test("an AppError passes through; all else becomes INTERNAL and stays its cause", () => {
  const known = new AppError("THROTTLED", "Slow down.");
  expect(toAppError(known)).toBe(known);
  const thrown = new TypeError("x is not a function");
  expect(toAppError(thrown)).toMatchObject({
    code: "INTERNAL",
    message: thrown.message,
    cause: thrown,
  });
  expect(toAppError("just text")).toMatchObject({ code: "INTERNAL", message: "just text" });
});
