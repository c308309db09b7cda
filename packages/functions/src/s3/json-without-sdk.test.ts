import { hash } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { ObjectStore } from "@tapedeck/core/ports";
import { bySdk, KEY, lazyStoreAt } from "./testing/lazy-store-at.ts";
import { BREAK, s3Error, startScriptedS3 } from "./testing/scripted-s3.ts";

const JSON_TEXT = '{"title":"Ä"}';
const FOUND = { status: 200, headers: { etag: '"e1"' }, body: JSON_TEXT };
const STORED = { status: 200, headers: { etag: '"e2"' } };
const TAKEN = s3Error(412, "PreconditionFailed");
/** More than is read without the SDK. */
const LONG = { ...FOUND, body: `"${"a".repeat(1024 * 1024)}"` };

const read = (store: ObjectStore) => store.readJson(KEY);
const create = (store: ObjectStore) => store.putJsonIfAbsent(KEY, JSON_TEXT, { title: "x" });
const replace = (store: ObjectStore) => store.replaceJson(KEY, JSON_TEXT, { title: "y" }, '"e1"');

describe("reading", () => {
  test("takes one request", async () => {
    await using s3 = await startScriptedS3(() => FOUND);
    expect(await read(lazyStoreAt(s3))).toEqual({ text: JSON_TEXT, version: '"e1"' });
    expect(bySdk(s3)).toEqual([false]);
    expect(s3.requests[0]).toMatchObject({ method: "GET", url: `/tapes/${KEY}` });
  });

  test.each([
    [404, "NoSuchKey"],
    [403, "AccessDenied"],
  ])("finds nothing when S3 says %s %s, at once", async (status, code) => {
    await using s3 = await startScriptedS3(() => s3Error(status, code));
    expect(await read(lazyStoreAt(s3))).toBeUndefined();
    expect(bySdk(s3)).toEqual([false]);
  });

  test.each([
    ["403 of an S3 whose clock is another", s3Error(403, "RequestTimeTooSkewed")],
    ["a broken S3", s3Error(500, "InternalError")],
    ["404 without a code", { status: 404 }],
    ["an answer without a version", { status: 200, body: "{}" }],
    ["a long answer", LONG],
    ["a long answer of unknown length", { ...LONG, stops: true }],
    ["a broken connection", BREAK],
  ] as const)("is repeated by the SDK after %s", async (_what, first) => {
    await using s3 = await startScriptedS3((index) => (index === 0 ? first : FOUND));
    expect(await read(lazyStoreAt(s3))).toEqual({ text: JSON_TEXT, version: '"e1"' });
    expect(bySdk(s3)).toEqual([false, true]);
  });

  test.each([
    [404, "NoSuchBucket"],
    [403, "InvalidAccessKeyId"],
  ])("fails when S3 says %s %s: the object may be there", async (status, code) => {
    await using s3 = await startScriptedS3(() => s3Error(status, code));
    await expect(read(lazyStoreAt(s3))).rejects.toMatchObject({ details: { s3Code: code } });
  });
});

describe("writing", () => {
  test.each([
    ["a new object", create, { "if-none-match": "*", "x-amz-meta-title": "x" }],
    ["another version", replace, { "if-match": '"e1"', "x-amz-meta-title": "y" }],
  ] as const)("%s takes one request, with the hash of its body signed", async (_what, put, own) => {
    await using s3 = await startScriptedS3(() => STORED);
    expect(await put(lazyStoreAt(s3))).toBe("stored");
    expect(bySdk(s3)).toEqual([false]);
    const headers = s3.requests[0]?.headers;
    expect(headers).toMatchObject({
      ...own,
      "content-type": "application/json",
      "content-length": "14",
      "x-amz-content-sha256": hash("sha256", JSON_TEXT),
    });
    for (const name of ["content-type", "x-amz-content-sha256", ...Object.keys(own)]) {
      expect(headers?.authorization).toContain(name);
    }
  });

  test("sends tags in the form of a query", async () => {
    await using s3 = await startScriptedS3(() => STORED);
    const store = lazyStoreAt(s3);
    await store.putJsonIfAbsent(KEY, "{}", {}, { "tapedeck:deleted": "yes" });
    await store.replaceJson(KEY, "{}", {}, '"e1"', { "tapedeck:deleted": "yes" });
    expect(s3.requests.map(({ headers }) => headers["x-amz-tagging"])).toEqual([
      "tapedeck%3Adeleted=yes",
      "tapedeck%3Adeleted=yes",
    ]);
  });

  test.each([
    [create, "taken", 412, "PreconditionFailed"],
    [create, "taken", 409, "ConditionalRequestConflict"],
    [replace, "changed", 412, "PreconditionFailed"],
    [replace, "changed", 409, "ConditionalRequestConflict"],
    [replace, "changed", 404, "NoSuchKey"],
  ] as const)("%o is %s when S3 says %s %s", async (put, outcome, status, code) => {
    await using s3 = await startScriptedS3(() => s3Error(status, code));
    expect(await put(lazyStoreAt(s3))).toBe(outcome);
    expect(bySdk(s3)).not.toContain(true);
  });

  test.each([
    ["stored", STORED],
    ["changed", s3Error(400, "InvalidArgument")],
  ] as const)(
    "is %s by what a store says that got its ETag without quotes",
    async (outcome, second) => {
      await using s3 = await startScriptedS3((index) => (index === 0 ? TAKEN : second));
      expect(await replace(lazyStoreAt(s3))).toBe(outcome);
      expect(s3.requests.map(({ headers }) => headers["if-match"])).toEqual(['"e1"', "e1"]);
      expect(bySdk(s3)).toEqual([false, false]);
    },
  );

  test.each([
    ["403 of an S3 whose clock is another", create, s3Error(403, "RequestTimeTooSkewed")],
    ["a broken S3", replace, s3Error(500, "InternalError")],
    ["a busy S3", create, s3Error(503, "SlowDown")],
    ["400", replace, s3Error(400, "BadDigest")],
    ["a broken connection", create, BREAK],
  ] as const)("is repeated by the SDK after %s", async (_what, put, first) => {
    await using s3 = await startScriptedS3((index) => (index === 0 ? first : STORED));
    expect(await put(lazyStoreAt(s3))).toBe("stored");
    expect(bySdk(s3)).toEqual([false, true]);
  });

  test("fails when the role may not write", async () => {
    await using s3 = await startScriptedS3(() => s3Error(403, "AccessDenied"));
    await expect(create(lazyStoreAt(s3))).rejects.toMatchObject({ code: "INTERNAL" });
  });

  test("leaves a long object to the SDK, and sends it once", async () => {
    await using s3 = await startScriptedS3(() => STORED);
    const long = JSON.stringify("a".repeat(256 * 1024));
    expect(await lazyStoreAt(s3).putJsonIfAbsent(KEY, long, {})).toBe("stored");
    expect(bySdk(s3)).toEqual([true]);
  });

  test.each([
    [create, "taken"],
    [replace, "changed"],
  ] as const)(
    "%o that was stored and never answered is %s when the SDK repeats it, as when it repeats its own",
    async (put, outcome) => {
      await using s3 = await startScriptedS3((index) => (index === 0 ? BREAK : TAKEN));
      expect(await put(lazyStoreAt(s3))).toBe(outcome);
      expect(bySdk(s3)[1]).toBe(true);
    },
  );
});
