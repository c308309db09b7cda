// DeleteObject and DeleteObjects.
import { DeleteObjectCommand, DeleteObjectsCommand } from "@aws-sdk/client-s3";
import { afterAll, expect, test } from "vitest";
import { openTarget } from "./target.ts";

const target = await openTarget();
afterAll(() => target[Symbol.asyncDispose]());

test("DeleteObjects removes what exists and counts the rest as removed", async () => {
  await target.store("one", "1");
  await target.store("two", "2");
  const names = ["one", "two", "missing"];
  const answer = await target.client.send(
    new DeleteObjectsCommand({
      Bucket: target.address.bucket,
      Delete: { Objects: names.map((name) => ({ Key: target.at(name).Key })) },
    }),
  );
  expect(answer.Deleted?.map(({ Key }) => Key)).toEqual(names.map((name) => target.at(name).Key));
  expect(answer.Errors ?? []).toEqual([]);
  expect(await target.load("one")).toBeUndefined();
  expect(await target.load("two")).toBeUndefined();
});

test("DeleteObjects works with the checksum that the SDK sends by default", async () => {
  await target.store("default", "1");
  const client = target.connect({ requestChecksumCalculation: "WHEN_SUPPORTED" });
  const answer = await client.send(
    new DeleteObjectsCommand({
      Bucket: target.address.bucket,
      Delete: { Objects: [{ Key: target.at("default").Key }] },
    }),
  );
  client.destroy();
  expect(answer.Deleted).toHaveLength(1);
  expect(await target.load("default")).toBeUndefined();
});

test("DeleteObject succeeds a second time", async () => {
  await target.store("again", "1");
  for (let round = 0; round < 2; round++) {
    const { $metadata } = await target.client.send(new DeleteObjectCommand(target.at("again")));
    expect($metadata.httpStatusCode).toBe(204);
  }
});
