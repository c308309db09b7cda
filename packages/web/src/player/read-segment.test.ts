import { afterEach, expect, test, vi } from "vitest";
import { AppError } from "@tapedeck/core/errors";
import { readSegmentAt } from "./read-segment.ts";
import type { PlacedSegment, SegmentIndex } from "./segment-index.ts";

const { signal } = new AbortController();

afterEach(() => {
  vi.unstubAllGlobals();
});

/** An index that asks the API again once it has forgotten a page. */
function indexThat(api: () => PlacedSegment) {
  let known: PlacedSegment | undefined = { url: "/old", place: 3 } as PlacedSegment;
  return {
    segment: () => Promise.try(() => (known ??= api())),
    forget: () => (known = undefined),
  } as unknown as SegmentIndex;
}

const bucketAnswers = (status: (url: string) => number) =>
  vi.stubGlobal("fetch", async (url: string) => new Response("sound", { status: status(url) }));

test("reads with a new URL after S3 has refused the old one", async () => {
  bucketAnswers((url) => (url === "/new" ? 200 : 403));
  const index = indexThat(() => ({ url: "/new", place: 3 }) as PlacedSegment);
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
  const there = indexThat(() => ({ url: "/new", place: 3 }) as PlacedSegment);
  await expect(readSegmentAt(there, 3, signal)).rejects.toMatchObject({ code: "SEGMENT_MISSING" });
});
