import { expect, test } from "vitest";
import { makeRecordingId } from "@tapedeck/core/ids";
import { shownTitle } from "./shown-title.ts";

test("names a recording by its day, hour and minute on this device", () => {
  const startedAt = new Date(2026, 10, 23, 9, 5, 59, 999);
  const id = makeRecordingId(startedAt.getTime() * 1000, new Uint8Array(6));
  expect(shownTitle(id, undefined)).toBe("23 Nov, 09:05");
  expect(shownTitle(id, "Kitchen ideas")).toBe("Kitchen ideas");
});
