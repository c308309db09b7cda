// `npm start` runs the shipped arrival check on each object that S3 announces.
import { GetObjectTaggingCommand, S3Client } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, expect, test } from "vitest";
import { BODY, prepareUpload } from "../fixtures/stack/prepare-upload.ts";
import { startTestStack, type TestStack } from "../fixtures/stack/test-stack.ts";

let stack: TestStack;
let client: S3Client;
beforeAll(async () => {
  stack = await startTestStack({ checksArrivals: true });
  client = new S3Client({
    endpoint: stack.s3.url,
    region: stack.region,
    credentials: stack.credentials,
    forcePathStyle: true,
  });
});
afterAll(async () => {
  client.destroy();
  await stack[Symbol.asyncDispose]();
});

const checkOf = async (Key: string) => {
  const asked = new GetObjectTaggingCommand({ Bucket: stack.bucket, Key });
  const { TagSet = [] } = await client.send(asked);
  return TagSet.find((tag) => tag.Key === "tapedeck:checked")?.Value;
};

test("tags and logs an object that is no recording, as on AWS", async () => {
  const upload = await prepareUpload(stack, await stack.tokenOf("ada"));
  expect((await upload.put()).status).toBe(200);
  const { key } = upload.grant;
  await expect.poll(() => checkOf(key), { timeout: 20_000 }).toBe("WEBM_INVALID");
  const logged = stack.logLines.filter((line) => line.includes("arrival check failed"));
  expect(logged).toHaveLength(1);
  expect(logged[0]).toContain(key);
});

test("logs a check that S3 does not answer, and leaves the upload as it is", async () => {
  const upload = await prepareUpload(stack, await stack.tokenOf("ada"));
  const rule = { at: "s3", kind: "unavailable", match: { method: "GET" } } as const;
  const lift = stack.faults.add(rule);
  expect((await upload.put()).status).toBe(200);
  await expect
    .poll(() => stack.logLines.some((line) => line.includes("ServiceUnavailable")), {
      timeout: 20_000,
    })
    .toBe(true);
  expect(stack.faults.hits.get(rule)).toBeGreaterThan(0);
  lift();
  expect(await upload.storedBytes()).toBe(BODY.length);
});
