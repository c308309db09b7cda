import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { AppError } from "@tapedeck/core/errors";
import type { ErrorCode } from "@tapedeck/core/error-codes";
import { retryCurable } from "./retry-curable.ts";

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("navigator", { onLine: true });
  for (const name of ["addEventListener", "removeEventListener"]) vi.stubGlobal(name, vi.fn());
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** Fails with each code in turn, then succeeds. Time passes as fast as it is waited for. */
async function attempt(...codes: ErrorCode[]) {
  const troubles: (ErrorCode | undefined)[] = [];
  const trying = retryCurable(
    () => {
      const code = codes.shift();
      return code ? Promise.reject(new AppError(code, "No.")) : Promise.resolve("done");
    },
    { signal: new AbortController().signal, onTrouble: (error) => troubles.push(error?.code) },
  ).catch((thrown: AppError) => thrown.code);
  await vi.runAllTimersAsync();
  return { result: await trying, troubles };
}

test("goes on after failures that time cures, and says so until it does", async () => {
  expect(await attempt("CONNECTION_LOST", "SERVICE_UNAVAILABLE")).toEqual({
    result: "done",
    troubles: ["CONNECTION_LOST", "SERVICE_UNAVAILABLE", undefined],
  });
});

test("asks for a new URL at once and without a word, unless that one is refused too", async () => {
  expect((await attempt("GRANT_EXPIRED")).troubles).toEqual([undefined]);
  const { troubles } = await attempt("GRANT_EXPIRED", "GRANT_EXPIRED");
  expect(troubles).toEqual(["GRANT_EXPIRED", undefined]);
});

test("ends with a failure that time does not cure", async () => {
  expect(await attempt("CONNECTION_LOST", "RECORDING_DELETED")).toEqual({
    result: "RECORDING_DELETED",
    troubles: ["CONNECTION_LOST"],
  });
});
