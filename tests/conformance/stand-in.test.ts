// Features of the stand-in alone: its limits, its announcements, its start. Always uses one of its own.
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { HeadBucketCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { startS3, type S3Options } from "@tapedeck/local/s3/server";
import { afterAll, expect, onTestFinished, test } from "vitest";
import { put, sendRaw } from "./wire.ts";

const Bucket = "stand-in";
const credentials = { accessKeyId: "STANDIN", secretAccessKey: "stand-in-secret" };
const events: Parameters<NonNullable<S3Options["onEvent"]>>[0][] = [];
const dir = await mkdtemp(join(tmpdir(), "tapedeck-stand-in-"));
const s3 = await startS3({
  dir,
  bucket: Bucket,
  credentials,
  allowedOrigins: ["http://app.test"],
  onEvent: (record) => events.push(record),
  maxObjectBytes: 1000,
  moreBuckets: [{ name: "without-cors", corsRules: [] }],
});
const client = new S3Client({
  endpoint: s3.url,
  region: "us-east-1",
  credentials,
  forcePathStyle: true,
  maxAttempts: 1,
});
afterAll(async () => {
  client.destroy();
  await s3.close();
  await rm(dir, { recursive: true });
});

test("refuses an object above the limit by its declared length", async () => {
  const sent = client.send(new PutObjectCommand({ Bucket, Key: "big", Body: "x".repeat(1001) }));
  await expect(sent).rejects.toMatchObject({ name: "EntityTooLarge" });
});

test("a bucket without rules refuses every preflight", async () => {
  const headers = { origin: "http://app.test", "access-control-request-method": "PUT" };
  const answer = await sendRaw(`${s3.url}/without-cors/k`, { method: "OPTIONS", headers });
  expect(answer).toMatchObject({ status: 403, code: "AccessForbidden" });
  expect(answer.headers.get("access-control-allow-origin")).toBeNull();
});

test("announces a stored object as S3 does", async () => {
  await client.send(new PutObjectCommand({ Bucket, Key: "users/a b+é.webm", Body: "hello" }));
  await expect.poll(() => events.length).toBe(1);
  expect(events[0]).toMatchObject({
    eventSource: "aws:s3",
    eventName: "ObjectCreated:Put",
    awsRegion: "us-east-1",
    s3: {
      bucket: { name: Bucket, arn: `arn:aws:s3:::${Bucket}` },
      object: {
        key: "users/a+b%2B%C3%A9.webm",
        size: 5,
        eTag: "5d41402abc4b2a76b9719d911017c592",
      },
    },
  });
});

test("errors name neither folders nor stacks", async () => {
  const answer = await put(`${s3.url}/${Bucket}/k`, "x");
  expect(answer.text).toMatch(/<Code>.*<Message>.*<RequestId>/);
  expect(answer.text).not.toContain(dir);
  expect(answer.text).not.toMatch(/\bat .*:\d+/);
});

test("names a taken port before it touches the folder, which may be another server's", async () => {
  const other = await mkdtemp(join(tmpdir(), "tapedeck-taken-"));
  onTestFinished(() => rm(other, { recursive: true }));
  const started = startS3({
    port: s3.port,
    dir: other,
    bucket: Bucket,
    credentials,
    allowedOrigins: [],
  });
  await expect(started).rejects.toMatchObject({ code: "EADDRINUSE" });
  expect(await readdir(other)).toEqual([]);
});

test("HeadBucket finds its buckets, and no others", async () => {
  const found = await client.send(new HeadBucketCommand({ Bucket }));
  expect(found.BucketRegion).toBe("us-east-1");
  const other = client.send(new HeadBucketCommand({ Bucket: "elsewhere" }));
  await expect(other).rejects.toMatchObject({ name: "NotFound" });
});
