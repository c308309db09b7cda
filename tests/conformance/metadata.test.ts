// What is stored beside the bytes comes back as it was given.
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

  test("hoisted into the query is stored", async () => {
    const url = await target.presignPut("hoisted", { Metadata });
    expect(new URL(url).searchParams.get("x-amz-meta-note")).toBe("a b");
    expect(await put(url, "x")).toMatchObject({ status: 200 });
    expect((await head("hoisted")).Metadata).toEqual(Metadata);
  });

  test("in signed headers is stored with the content type, and no other value is taken", async () => {
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
  test("gives the checksum when asked, and size, ETag, type and date always", async () => {
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

  test("of what is not there is a 404 without a body", async () => {
    await expect(head("missing")).rejects.toMatchObject({ name: "NotFound" });
  });

  test("gives a default content type when none was sent", async () => {
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

  test("sent with the object are stored, and gone with its next version", async () => {
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

  test("of what is not there are a 404", async () => {
    await expect(read("missing")).rejects.toMatchObject({ $metadata: { httpStatusCode: 404 } });
  });
});

test("encryption at rest is acknowledged", async () => {
  const input = { ...target.at("sse"), Body: "x", ServerSideEncryption: "AES256" as const };
  const stored = await target.client.send(new PutObjectCommand(input));
  expect(stored.ServerSideEncryption).toBe("AES256");
  expect((await head("sse")).ServerSideEncryption).toBe("AES256");
});

test("headers about the content are stored", async () => {
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
