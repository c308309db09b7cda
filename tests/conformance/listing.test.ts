// Listings are complete, in order and in pages: the bucket is the database.
import {
  DeleteObjectCommand,
  ListObjectsV2Command,
  type ListObjectsV2CommandInput,
} from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openTarget } from "./target.ts";

const target = await openTarget();
afterAll(() => target[Symbol.asyncDispose]());
// In UTF-8 order: U+FF5E comes before the surrogate pair, which UTF-16 order would turn round.
const names = ["Z", "a_1", "a_2", "b_1", "b__2", "c/1", "c/2", "d-x", "d/x", "d0", "é", "～", "💥"];
beforeAll(async () => {
  await Promise.all(names.toReversed().map((name) => target.store(name, name)));
});

const list = async (input: Partial<ListObjectsV2CommandInput> = {}) => {
  const answer = await target.client.send(
    new ListObjectsV2Command({ Bucket: target.address.bucket, Prefix: target.prefix, ...input }),
  );
  const local = (key: string | undefined) => key?.slice(target.prefix.length);
  return {
    keys: (answer.Contents ?? []).map(({ Key }) => local(Key)),
    prefixes: (answer.CommonPrefixes ?? []).map(({ Prefix }) => local(Prefix)),
    answer,
  };
};

/** All pages, as they come. */
async function pages(input: Partial<ListObjectsV2CommandInput>) {
  const found: Awaited<ReturnType<typeof list>>[] = [];
  let token: string | undefined;
  do {
    const page = await list({
      ...input,
      ...(token === undefined ? {} : { ContinuationToken: token }),
    });
    found.push(page);
    token = page.answer.NextContinuationToken;
  } while (token !== undefined);
  return found;
}

test("keys come in the order of their UTF-8 bytes", async () => {
  expect((await list()).keys).toEqual(names);
});

describe("a delimiter", () => {
  test.each([
    ["/", ["c/", "d/"], ["Z", "a_1", "a_2", "b_1", "b__2", "d-x", "d0", "é", "～", "💥"]],
    ["_", ["a_", "b_"], ["Z", "c/1", "c/2", "d-x", "d/x", "d0", "é", "～", "💥"]],
    ["__", ["b__"], names.filter((name) => name !== "b__2")],
  ])("%s folds keys into common prefixes, and both count", async (Delimiter, prefixes, keys) => {
    const page = await list({ Delimiter });
    expect(page.prefixes).toEqual(prefixes);
    expect(page.keys).toEqual(keys);
    expect(page.answer).toMatchObject({
      KeyCount: keys.length + prefixes.length,
      IsTruncated: false,
    });
  });
});

test("StartAfter begins behind its key, whether or not the key exists", async () => {
  const StartAfter = `${target.prefix}b_1`;
  const page = await list({ StartAfter, MaxKeys: 2 });
  expect(page.keys).toEqual(["b__2", "c/1"]);
  expect(page.answer.IsTruncated).toBe(true);
  expect((await list({ StartAfter: `${target.prefix}d` })).keys[0]).toBe("d-x");
});

test("a longer prefix lists fewer keys", async () => {
  expect((await list({ Prefix: `${target.prefix}b_` })).keys).toEqual(["b_1", "b__2"]);
  expect((await list({ Prefix: `${target.prefix}nothing` })).answer.KeyCount).toBe(0);
});

describe("pages", () => {
  test("give every key once, in order, when each has two", async () => {
    const found = await pages({ MaxKeys: 2 });
    expect(found).toHaveLength(7);
    expect(found.flatMap((page) => page.keys)).toEqual(names);
  });

  test("give every key and prefix once when each has two and a delimiter", async () => {
    const found = await pages({ MaxKeys: 2, Delimiter: "/" });
    expect(found.map((page) => page.keys.length + page.prefixes.length)).toEqual([
      2, 2, 2, 2, 2, 2,
    ]);
    expect(found.flatMap((page) => page.prefixes)).toEqual(["c/", "d/"]);
    expect(found.flatMap((page) => page.keys)).toHaveLength(10);
  });

  test("are empty and final when no key matches", async () => {
    const { keys, answer } = await list({ MaxKeys: 0 });
    expect(keys).toEqual([]);
    expect(answer).toMatchObject({ KeyCount: 0, MaxKeys: 0, IsTruncated: false });
  });
});

test("EncodingType url encodes keys, and says so", async () => {
  const { answer } = await list({ EncodingType: "url", Prefix: `${target.prefix}é` });
  expect(answer.EncodingType).toBe("url");
  expect(answer.Contents?.[0]?.Key).toContain("%C3%A9");
  expect(decodeURIComponent(answer.Contents?.[0]?.Key ?? "")).toBe(`${target.prefix}é`);
});

test("an entry has size, ETag, date and class, and the owner only on request", async () => {
  const { answer } = await list({ Prefix: `${target.prefix}a_1` });
  expect(answer.Contents?.[0]).toMatchObject({
    Size: 3,
    ETag: expect.stringMatching(/^"[0-9a-f]{32}"$/) as string,
    LastModified: expect.any(Date) as Date,
    StorageClass: "STANDARD",
  });
  expect(answer.Contents?.[0]?.Owner).toBeUndefined();
  const owned = await list({ Prefix: `${target.prefix}a_1`, FetchOwner: true });
  expect(owned.answer.Contents?.[0]?.Owner?.ID).toBeTypeOf("string");
});

test("lists no deleted key", async () => {
  await target.store("passing", "x");
  expect((await list()).keys).toContain("passing");
  await target.client.send(new DeleteObjectCommand(target.at("passing")));
  expect((await list()).keys).toEqual(names);
});
