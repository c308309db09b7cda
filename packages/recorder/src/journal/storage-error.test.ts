import { expect, test } from "vitest";
import { AppError } from "@tapedeck/core/errors";
import { storageError, translated } from "./storage-error.ts";

test.each([
  ["QuotaExceededError", "STORAGE_FULL"],
  ["NotReadableError", "STORAGE_FAILED"],
  ["AbortError", "STORAGE_FAILED"],
])("what a browser calls %s is %s to us, with its cause", (name, code) => {
  const thrown = new DOMException("browsers word it as they like", name);
  expect(storageError(thrown)).toMatchObject({ code, cause: thrown });
});

test("a thrown value that is no Error becomes STORAGE_FAILED", () => {
  expect(storageError("odd")).toMatchObject({ code: "STORAGE_FAILED" });
});

test("an AppError passes unchanged", async () => {
  const ours = new AppError("STORAGE_FULL", "No room for the probe.");
  await expect(translated(() => Promise.reject(ours))).rejects.toBe(ours);
});
