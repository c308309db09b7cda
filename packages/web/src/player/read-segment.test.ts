import { afterEach, expect, test, vi } from "vitest";
import { AppError } from "@tapedeck/core/errors";
import { readSegmentAt } from "./read-segment.ts";
import type { PlacedSegment } from "./segment-index.ts";

const { signal } = new AbortController();

afterEach(() => {
  vi.unstubAllGlobals();
});

const segmentAt = (url: string): PlacedSegment => ({
  place: 3,
  sequence: 3,
  sizeBytes: 5,
  sha256: "",
  startSample: 0,
  sampleCount: 960,
  url,
  expiresAt: "2100-01-01T00:00:00.000Z",
});

/** An index that asks the API again once it has forgotten a page. */
function indexThat(api: () => PlacedSegment) {
  let known: PlacedSegment | undefined = segmentAt("/old");
  return {
    segment: () => Promise.try(() => (known ??= api())),
    forget: () => (known = undefined),
  };
}

const bucketAnswers = (status: (url: string) => number) =>
  vi.stubGlobal("fetch", async (url: string) => new Response("sound", { status: status(url) }));

test("reads with a new URL after S3 has refused the old one", async () => {
  bucketAnswers((url) => (url === "/new" ? 200 : 403));
  const index = indexThat(() => segmentAt("/new"));
  await expect(readSegmentAt(index, 3, signal)).rejects.toMatchObject({ code: "GRANT_EXPIRED" });
  expect(await readSegmentAt(index, 3, signal)).toHaveLength("sound".length);
});

test("says that the recording was deleted where a segment of it is missing", async () => {
  bucketAnswers(() => 404);
  const deleted = indexThat(() => {
    throw new AppError("RECORDING_DELETED", "gone");
  });
  await expect(readSegmentAt(deleted, 3, signal)).rejects.toMatchObject({
    code: "RECORDING_DELETED",
  });
  const there = indexThat(() => segmentAt("/new"));
  await expect(readSegmentAt(there, 3, signal)).rejects.toMatchObject({ code: "SEGMENT_MISSING" });
});
