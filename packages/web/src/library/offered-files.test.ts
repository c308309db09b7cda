import { expect, test } from "vitest";
import { offeredFiles, type OfferedFiles } from "./offered-files.ts";

test.each<[string, OfferedFiles, number, boolean]>([
  ["every format of what is still on this device as a whole", "formats", 0, false],
  ["a copy of the rest, once the bucket has verified some of it", "copy", 2, false],
  ["nothing while all has left this device and only the manifest is missing", "none", 5, false],
  ["every format of what is in the bucket", "formats", 5, true],
])("offers %s", (_what, expected, verifiedCount, isInBucket) => {
  expect(offeredFiles({ segmentCount: 5, verifiedCount }, isInBucket)).toBe(expected);
});

test("offers every format of what this device does not know", () => {
  expect(offeredFiles(undefined, true)).toBe("formats");
});
