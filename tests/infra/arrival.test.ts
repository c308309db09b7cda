// The shipped arrival check on the embedded S3, joined as infra/events.ts joins them: an object comes
// in, the event of its creation goes out, and the object carries a tag.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { GetObjectTaggingCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, expect, it } from "vitest";
import { makePackets } from "@tapedeck/core/webm/testing/opus-packets";
import { writeSegment } from "@tapedeck/core/webm/segment-writer";
import { CHECKED_TAG, createArrivalCheck } from "@tapedeck/functions/arrival-check";
import { createArrivedObjects } from "@tapedeck/functions/arrived-objects";
import type { LogFields } from "@tapedeck/functions/log";
import { startS3, type S3Options, type S3Server } from "@tapedeck/local/s3/server";

/** What S3 tells of an object that was made. */
type S3EventRecord = Parameters<NonNullable<S3Options["onEvent"]>>[0];

const BUCKET = "recordings";
const REGION = "us-east-1";
const USER = "users/hosts/cognito/5f1c";
const RECORDING = "2026-11-23-08-15-30-123456-7ZK3QF";
const SEGMENT = writeSegment({
  packets: makePackets(25),
  channelCount: 1,
  skipSamples: 0,
  discardSamples: 0,
});

let dir: string;
let s3: S3Server;
let client: S3Client;
const created: S3EventRecord[] = [];
const logged: { message: string; fields: LogFields | undefined }[] = [];
const CREDENTIALS = {
  accessKeyId: "AKIAARRIVALCHECKTEST",
  secretAccessKey: "secret-of-this-test",
};

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "tapedeck-arrival-"));
  s3 = await startS3({
    dir,
    bucket: BUCKET,
    region: REGION,
    credentials: CREDENTIALS,
    allowedOrigins: [],
    onEvent: (record) => created.push(record),
  });
  client = new S3Client({
    region: REGION,
    endpoint: s3.url,
    forcePathStyle: true,
    credentials: CREDENTIALS,
  });
});

afterAll(async () => {
  client.destroy();
  await s3.close();
  await rm(dir, { recursive: true, force: true });
});

/** Stores an object, gives the function what S3 tells of it, and reads the tags. */
async function arrive(
  name: string,
  Body: Uint8Array,
  Metadata: Record<string, string> = {},
): Promise<Record<string, string | undefined>> {
  created.length = 0;
  logged.length = 0;
  const Key = `${USER}/${name}`;
  await client.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body, Metadata }));
  const handler = createArrivalCheck({
    objects: createArrivedObjects(
      { recordings: { name: BUCKET }, region: REGION, s3Endpoint: s3.url },
      async () => CREDENTIALS,
    ),
    log: {
      info: (message, fields) => logged.push({ message, fields }),
      error: (message, fields) => logged.push({ message, fields }),
    },
  });
  await handler({ Records: [...created] }, { awsRequestId: "request-1" });
  const { TagSet = [] } = await client.send(new GetObjectTaggingCommand({ Bucket: BUCKET, Key }));
  return Object.fromEntries(TagSet.map((tag) => [tag.Key ?? "", tag.Value]));
}

const METADATA = { "format-version": "1", "sample-count": "24000", "start-sample": "0" };

it("tags a sound segment, and says nothing", async () => {
  expect(await arrive(`${RECORDING}_000000.webm`, SEGMENT, METADATA)).toEqual({
    [CHECKED_TAG]: "ok",
  });
  expect(logged).toEqual([]);
});

it("tags what is no audio with the code, and logs the line that the alarm counts", async () => {
  const page = new TextEncoder().encode("<html>");
  expect(await arrive(`${RECORDING}_000001.webm`, page, METADATA)).toEqual({
    [CHECKED_TAG]: "WEBM_INVALID",
  });
  expect(logged).toMatchObject([
    {
      message: "arrival check failed",
      fields: {
        requestId: "request-1",
        key: `${USER}/${RECORDING}_000001.webm`,
        appCode: "WEBM_INVALID",
      },
    },
  ]);
});

it("tags a segment whose metadata tell of other samples", async () => {
  expect(
    await arrive(`${RECORDING}_000000.webm`, SEGMENT, { ...METADATA, "sample-count": "9" }),
  ).toEqual({ [CHECKED_TAG]: "INPUT_INVALID" });
});

it("tags a key that is none of ours, with its strange characters", async () => {
  expect(await arrive("my notes+ä.webm", SEGMENT)).toEqual({ [CHECKED_TAG]: "KEY_INVALID" });
});

it("leaves alone the file that the API joins itself", async () => {
  expect(await arrive(`${RECORDING}.webm`, SEGMENT)).toEqual({});
});

it.each([`${RECORDING}.json`, `${RECORDING.slice(0, -7)}.json`])(
  "leaves alone what the API says of a recording or an upload: %s",
  async (name) => {
    expect(await arrive(name, new TextEncoder().encode("{}"))).toEqual({});
    expect(logged).toEqual([]);
  },
);

it("does not mind an object that is gone again", async () => {
  const handler = createArrivalCheck({
    objects: {
      read: async () => undefined,
      tag: () => Promise.reject(new Error("nothing to tag")),
    },
    log: { info: () => undefined, error: () => undefined },
  });
  const object = { key: `${USER}/${RECORDING}_000009.webm`, size: 10 };
  const records = [{ s3: { object } }] as S3EventRecord[];
  await expect(handler({ Records: records }, { awsRequestId: "1" })).resolves.toBeUndefined();
});

it("throws when S3 does not answer, so that Lambda tries again", async () => {
  const trouble = new Error("SlowDown");
  const handler = createArrivalCheck({
    objects: { read: () => Promise.reject(trouble), tag: async () => undefined },
    log: { info: () => undefined, error: () => undefined },
  });
  const object = { key: `${USER}/${RECORDING}_000009.webm`, size: 10 };
  const records = [{ s3: { object } }] as S3EventRecord[];
  await expect(handler({ Records: records }, { awsRequestId: "1" })).rejects.toBe(trouble);
});
