// Metadata, tags and headers come back as they were sent.
import {
  GetObjectAttributesCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
} from "@aws-sdk/client-s3";
import { afterAll, describe, expect, test } from "vitest";
import { openTarget } from "./target.ts";
import { put } from "./wire.ts";

const target = await openTarget();
afterAll(() => target[Symbol.asyncDispose]());
const head = (name: string) => target.client.send(new HeadObjectCommand(target.at(name)));
const sha256 = "uU0nuZNNPgilLlLX2n2r+sSE7+N6U4DukIj3rOLvzek=";

describe("user metadata", () => {
  const Metadata = { uploader: "u-1", note: "a b" };

  test("is stored from the query", async () => {
    const url = await target.presignPut("hoisted", { Metadata });
    expect(new URL(url).searchParams.get("x-amz-meta-note")).toBe("a b");
    expect(await put(url, "x")).toMatchObject({ status: 200 });
    expect((await head("hoisted")).Metadata).toEqual(Metadata);
  });

  test("is stored from signed headers with the content type, and no other value is accepted", async () => {
    const unhoistable = ["x-amz-meta-uploader"];
    const options = { unhoistable };
    const url = await target.presignPut("header", { Metadata: { uploader: "u-1" } }, options);
    const type = { "content-type": "text/plain;charset=UTF-8" };
    const sent = await put(url, "x", { "x-amz-meta-uploader": "u-1", ...type });
    expect(sent).toMatchObject({ status: 200 });
    expect(await head("header")).toMatchObject({
      Metadata: { uploader: "u-1" },
      ContentType: "text/plain;charset=UTF-8",
    });
    expect(await put(url, "x", { "x-amz-meta-uploader": "u-2" })).toMatchObject({
      status: 403,
      code: "SignatureDoesNotMatch",
    });
  });
});

describe("HEAD", () => {
  test("gives size, ETag, type and date always, and the checksum on request", async () => {
    const input = { ...target.at("summed"), Body: "hello world", ChecksumSHA256: sha256 };
    const stored = await target.client.send(new PutObjectCommand(input));
    const asked = new HeadObjectCommand({ ...target.at("summed"), ChecksumMode: "ENABLED" });
    expect(await target.client.send(asked)).toMatchObject({
      ChecksumSHA256: sha256,
      ChecksumType: "FULL_OBJECT",
      ContentLength: 11,
      ETag: stored.ETag,
    });
    const plain = await head("summed");
    expect(plain.ChecksumSHA256).toBeUndefined();
    expect(plain.LastModified).toBeInstanceOf(Date);
    expect(plain.ETag).toBe('"5eb63bbbe01eeed093cb22bb8f5acdc3"');
  });

  test("gets 404 without a body for a missing object", async () => {
    await expect(head("missing")).rejects.toMatchObject({ name: "NotFound" });
  });

  test("gives a default content type to an object that was sent without", async () => {
    await put(await target.presignPut("untyped"), "x");
    expect((await head("untyped")).ContentType).toBe("binary/octet-stream");
  });
});

test("GetObjectAttributes tells size, ETag and checksum", async () => {
  const input = { ...target.at("attributes"), Body: "hello world", ChecksumSHA256: sha256 };
  await target.client.send(new PutObjectCommand(input));
  const answer = await target.client.send(
    new GetObjectAttributesCommand({
      ...target.at("attributes"),
      ObjectAttributes: ["ETag", "Checksum", "ObjectSize", "StorageClass"],
    }),
  );
  expect(answer).toMatchObject({
    ETag: "5eb63bbbe01eeed093cb22bb8f5acdc3",
    ObjectSize: 11,
    StorageClass: "STANDARD",
    Checksum: { ChecksumSHA256: sha256 },
  });
});

describe("tags", () => {
  const read = async (name: string) =>
    (await target.client.send(new GetObjectTaggingCommand(target.at(name)))).TagSet;

  test("are put and read, and leave the object alone", async () => {
    await target.store("tagged", "bytes");
    const TagSet = [{ Key: "k & <k>", Value: "v é" }];
    await target.client.send(
      new PutObjectTaggingCommand({ ...target.at("tagged"), Tagging: { TagSet } }),
    );
    expect(await read("tagged")).toEqual(TagSet);
    expect(await target.load("tagged")).toBe("bytes");
  });

  test("are stored with their object, and gone with its next version", async () => {
    const tagged = { ...target.at("header-tags"), Body: "x", Tagging: "a=1&b=two%20words" };
    await target.client.send(new PutObjectCommand(tagged));
    const tags = await read("header-tags");
    expect(tags).toHaveLength(2);
    expect(tags).toEqual(
      expect.arrayContaining([
        { Key: "a", Value: "1" },
        { Key: "b", Value: "two words" },
      ]),
    );
    await target.store("header-tags", "y");
    expect(await read("header-tags")).toEqual([]);
  });

  test("get 404 for a missing object", async () => {
    await expect(read("missing")).rejects.toMatchObject({ $metadata: { httpStatusCode: 404 } });
  });
});

test("acknowledges encryption at rest", async () => {
  const input = { ...target.at("sse"), Body: "x", ServerSideEncryption: "AES256" as const };
  const stored = await target.client.send(new PutObjectCommand(input));
  expect(stored.ServerSideEncryption).toBe("AES256");
  expect((await head("sse")).ServerSideEncryption).toBe("AES256");
});

test("stores headers about the content", async () => {
  const headers = {
    CacheControl: "max-age=1",
    ContentDisposition: "attachment",
    ContentEncoding: "identity",
    ContentLanguage: "de",
    ContentType: "audio/webm",
  };
  await target.client.send(
    new PutObjectCommand({ ...target.at("headers"), Body: "x", ...headers }),
  );
  expect(await head("headers")).toMatchObject(headers);
});
