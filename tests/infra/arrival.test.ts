// The shipped arrival check on the embedded S3, joined as infra/events.ts joins them: an object comes
// in, the event of its creation goes out, and the object carries a tag.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  DeleteObjectCommand,
  GetObjectTaggingCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
  S3Client,
} from "@aws-sdk/client-s3";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { makePackets } from "../../packages/core/src/webm/testing/opus-packets.ts";
import { writeSegment } from "@tapedeck/core/webm/segment-writer";
import { CHECKED_TAG, createArrivalCheck } from "@tapedeck/functions/arrival-check";
import { createArrivedObjects, type ArrivedObjects } from "@tapedeck/functions/s3/arrived-objects";
import type { LogFields } from "@tapedeck/functions/log";
import { Faults } from "@tapedeck/local/faults/faults";
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
const faults = new Faults();
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
    faults,
    onEvent: (record) => created.push(record),
  });
  client = new S3Client({
    region: REGION,
    endpoint: s3.url,
    forcePathStyle: true,
    credentials: CREDENTIALS,
  });
});

afterEach(() => faults.clear());

afterAll(async () => {
  client.destroy();
  await s3.close();
  await rm(dir, { recursive: true, force: true });
});

const inS3 = () =>
  createArrivedObjects(
    { recordings: { name: BUCKET }, region: REGION, s3Endpoint: s3.url },
    async () => CREDENTIALS,
  );

/** Stores an object; what S3 then tells of it is in `created`. */
async function store(
  name: string,
  Body: Uint8Array,
  over: Partial<PutObjectCommandInput> = {},
): Promise<string> {
  created.length = 0;
  logged.length = 0;
  const Key = `${USER}/${name}`;
  await client.send(
    new PutObjectCommand({ Bucket: BUCKET, Key, Body, Metadata: METADATA, ...over }),
  );
  return Key;
}

function check(objects: ArrivedObjects = inS3()): Promise<void> {
  const handler = createArrivalCheck({
    objects,
    log: {
      info: (message, fields) => logged.push({ message, fields }),
      error: (message, fields) => logged.push({ message, fields }),
    },
  });
  return handler({ Records: [...created] }, { awsRequestId: "request-1" });
}

/** Stores an object, gives the function what S3 tells of it, and reads the tags. */
async function arrive(
  name: string,
  body: Uint8Array,
  over: Partial<PutObjectCommandInput> = {},
): Promise<Record<string, string | undefined>> {
  const Key = await store(name, body, over);
  await check();
  const { TagSet = [] } = await client.send(new GetObjectTaggingCommand({ Bucket: BUCKET, Key }));
  return Object.fromEntries(TagSet.map((tag) => [tag.Key ?? "", tag.Value]));
}

const METADATA = { "format-version": "1", "sample-count": "24000", "start-sample": "0" };

it("leaves a good segment as it is, and logs nothing", async () => {
  expect(await arrive(`${RECORDING}_000000.webm`, SEGMENT)).toEqual({});
  expect(logged).toEqual([]);
});

it("tags bytes that are no audio with the code, and logs the line that the alarm counts", async () => {
  const page = new TextEncoder().encode("<html>");
  expect(await arrive(`${RECORDING}_000001.webm`, page)).toEqual({
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

it("tags a segment whose metadata name other samples", async () => {
  const Metadata = { ...METADATA, "sample-count": "9" };
  expect(await arrive(`${RECORDING}_000000.webm`, SEGMENT, { Metadata })).toEqual({
    [CHECKED_TAG]: "INPUT_INVALID",
  });
});

it("tags an object under a foreign key, with its strange characters", async () => {
  expect(await arrive("my notes+ä.webm", SEGMENT)).toEqual({ [CHECKED_TAG]: "KEY_INVALID" });
});

describe("a header that no grant signs", () => {
  it.each<[string, string, Partial<PutObjectCommandInput>]>([
    ["content-encoding", "gzip", { ContentEncoding: "gzip" }],
    ["content-disposition", "inline", { ContentDisposition: "inline" }],
    ["content-language", "de", { ContentLanguage: "de" }],
    ["expires", "Thu, 01 Dec 2033 16:00:00 GMT", { Expires: new Date("2033-12-01T16:00:00.000Z") }],
  ])("%s fails the check, by name and value", async (name, value, over) => {
    const tags = await arrive(`${RECORDING}_000000.webm`, SEGMENT, over);
    expect(tags).toEqual({ [CHECKED_TAG]: "INPUT_INVALID" });
    expect(logged[0]?.fields?.["reason"]).toBe(
      `An object must be stored without the header ${name}, got "${value}".`,
    );
  });

  it("does not include cache-control, because browsers send their own", async () => {
    const over = { CacheControl: "max-age=0" };
    expect(await arrive(`${RECORDING}_000000.webm`, SEGMENT, over)).toEqual({});
  });
});

it("leaves alone the file that the API joins itself", async () => {
  expect(await arrive(`${RECORDING}.webm`, SEGMENT)).toEqual({});
});

it.each([`${RECORDING}.json`, `${RECORDING.slice(0, -7)}.json`])(
  "leaves alone the API's own JSON of a recording or an upload: %s",
  async (name) => {
    expect(await arrive(name, new TextEncoder().encode("{}"))).toEqual({});
    expect(logged).toEqual([]);
  },
);

describe("an object that was deleted meanwhile", () => {
  const page = new TextEncoder().encode("<html>");
  const name = `${RECORDING}_000009.webm`;

  it("is no error when it goes before it is read", async () => {
    const Key = await store(name, page);
    await client.send(new DeleteObjectCommand({ Bucket: BUCKET, Key }));
    await expect(check()).resolves.toBeUndefined();
    expect(logged).toEqual([
      { message: "arrived object is gone", fields: { requestId: "request-1", key: Key } },
    ]);
  });

  it("is no error when S3 answers 403 for it, as to a role that may not list", async () => {
    await store(name, page);
    faults.add({ at: "s3", kind: "refuse", code: "AccessDenied", match: { method: "GET" } });
    await expect(check()).resolves.toBeUndefined();
    expect(logged).toMatchObject([{ message: "arrived object is gone" }]);
  });

  it("is no error when it goes between reading and tagging", async () => {
    const Key = await store(name, page);
    const objects = inS3();
    const read = async (key: string) => {
      const object = await objects.read(key);
      await client.send(new DeleteObjectCommand({ Bucket: BUCKET, Key }));
      return object;
    };
    await expect(check({ ...objects, read })).resolves.toBeUndefined();
    expect(logged).toMatchObject([{ message: "arrival check failed" }]);
  });

  it("is no error when S3 answers 403 for its tags", async () => {
    await store(name, page);
    faults.add({ at: "s3", kind: "refuse", code: "AccessDenied", match: { method: "PUT" } });
    await expect(check()).resolves.toBeUndefined();
    expect(logged).toMatchObject([{ message: "arrival check failed" }]);
  });
});

it.each(["GET", "PUT"])(
  "throws when S3 does not answer a %s, so that Lambda tries again",
  async (method) => {
    await store(`${RECORDING}_000009.webm`, new TextEncoder().encode("<html>"));
    faults.add({ at: "s3", kind: "unavailable", match: { method } });
    await expect(check()).rejects.toMatchObject({ name: "ServiceUnavailable" });
  },
);
