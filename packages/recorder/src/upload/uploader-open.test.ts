// While a recording goes on, what is stored is verified with the next call for grants.
import { expect, test } from "vitest";
import { createUploading, waiting } from "../testing/uploading.ts";

test("a recording that is still open is verified with the next grants, and not sealed", async () => {
  const { api, environment, record, recordMore, statuses, storeAll } = createUploading({
    answers: "at-once",
  });
  const { segments } = await record({ segmentCount: 3, laterCount: 1, isEnded: false });
  await storeAll();
  await environment.advance(11_000);
  expect(statuses()).toEqual(["uploaded", "uploaded"]);
  await recordMore();
  expect(api.presigns[1]?.input.verify).toEqual(
    segments.map(({ sequence, sizeBytes, sha256 }) => ({ sequence, sizeBytes, sha256 })),
  );
  await storeAll();
  expect(statuses()).toEqual(["verified", "verified", "uploaded"]);
  expect(api.verifies).toHaveLength(0);
  expect(api.seals).toHaveLength(0);
});

test("a recording that stands still is verified after twelve seconds, and at once when it ends", async () => {
  const { api, end, environment, record, recordMore, statuses, storeAll } = createUploading({
    answers: "at-once",
  });
  await record({ segmentCount: 2, laterCount: 1, isEnded: false });
  await storeAll();
  await environment.advance(12_000);
  expect(statuses()).toEqual(["verified"]);
  await recordMore();
  await storeAll();
  expect(statuses()).toEqual(["verified", "uploaded"]);
  await end();
  expect(statuses()).toEqual(["verified", "verified"]);
  expect(api.verifies).toHaveLength(2);
  expect(api.seals).toHaveLength(1);
});

test("a segment is uploaded again when the next grants find it missing", async () => {
  const { api, environment, record, recordMore, statuses, storeAll } = createUploading({
    answers: "at-once",
  });
  await record({ segmentCount: 2, laterCount: 1, isEnded: false });
  await storeAll();
  api.sayOnPresign("missing");
  await recordMore();
  expect(statuses()).toEqual([waiting("BUCKET_BLOCKED"), "uploading"]);
  api.sayOnPresign("verified");
  await environment.advance(60_000);
  await storeAll();
  await environment.advance(12_000);
  expect(statuses()).toEqual(["verified", "verified"]);
});
