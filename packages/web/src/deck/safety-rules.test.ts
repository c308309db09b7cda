import { expect, test } from "vitest";
import type { Safety } from "@tapedeck/recorder";
import { isSafeToClose } from "./safety-rules.ts";

test.each<[Safety, boolean]>([
  ["recording", false],
  ["in-memory", false],
  ["may-be-forgotten", false],
  ["stuck", false],
  ["on-device", true],
  ["in-bucket", true],
])("says of %s that it is safe to close: %s", (safety, isSafe) => {
  expect(isSafeToClose(safety, false)).toBe(isSafe);
});

test("says it only of what is in the bucket while the storage is full", () => {
  expect(isSafeToClose("on-device", true)).toBe(false);
  expect(isSafeToClose("in-bucket", true)).toBe(true);
});
