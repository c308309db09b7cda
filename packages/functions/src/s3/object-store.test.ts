import { describe, expect, test } from "vitest";
import type { ObjectStore } from "@tapedeck/core/ports";
import { createS3ObjectStore } from "./object-store.ts";
import {
  BREAK,
  s3Error,
  SILENCE,
  startScriptedS3,
  type ScriptedS3,
} from "./testing/scripted-s3.ts";

const KEY = "users/customer/cognito/0b9c/2026-11-23-08-15-30-123456-7ZK3QF_000000.webm";
function storeAt({ endpoint }: Pick<ScriptedS3, "endpoint">, timeoutMs?: number): ObjectStore {
  const address = { bucket: "tapes", region: "eu-central-1", endpoint };
  const credentials = async () => ({ accessKeyId: "AKIAEXAMPLE", secretAccessKey: "secret" });
  return createS3ObjectStore({
    address,
    credentials,
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  });
}

describe("a manifest", () => {
  test("is read as it was stored", async () => {
    await using s3 = await startScriptedS3(() => ({
      status: 200,
      headers: { etag: '"e1"' },
      body: '{"title":"Ä"}',
    }));
    expect(await storeAt(s3).readJson(KEY)).toEqual({
      text: '{"title":"Ä"}',
      version: '"e1"',
    });
  });

  test.each([
    [404, "NoSuchKey"],
    [403, "AccessDenied"],
  ])("is absent when S3 says %s %s", async (status, code) => {
    await using s3 = await startScriptedS3(() => s3Error(status, code));
    expect(await storeAt(s3).readJson(KEY)).toBeUndefined();
  });

  test("is stored if nothing is there, as JSON", async () => {
    await using s3 = await startScriptedS3(() => ({ status: 200, headers: { etag: '"e"' } }));
    expect(await storeAt(s3).putJsonIfAbsent(KEY, "{}", { title: "x" })).toBe("stored");
    expect(s3.requests[0]?.headers).toMatchObject({
      "if-none-match": "*",
      "content-type": "application/json",
      "x-amz-meta-title": "x",
    });
    expect(s3.requests[0]?.headers).not.toHaveProperty("x-amz-sdk-checksum-algorithm");
  });

  test.each([
    ["something is", 412, "PreconditionFailed"],
    ["another writer is at work", 409, "ConditionalRequestConflict"],
  ])("is not stored where %s, and that is no outage", async (_what, status, code) => {
    await using s3 = await startScriptedS3(() => s3Error(status, code));
    expect(await storeAt(s3).putJsonIfAbsent(KEY, "{}", { title: "x" })).toBe("taken");
  });
});

describe("a manifest that changes", () => {
  const replace = (store: ObjectStore) => store.replaceJson(KEY, "{}", { title: "y" }, '"e1"');

  test("is stored over the version that was read, and no other", async () => {
    await using s3 = await startScriptedS3(() => ({ status: 200, headers: { etag: '"e2"' } }));
    expect(await replace(storeAt(s3))).toBe("stored");
    expect(s3.requests[0]?.headers).toMatchObject({ "if-match": '"e1"', "x-amz-meta-title": "y" });
    expect(s3.requests[0]?.headers).not.toHaveProperty("if-none-match");
  });

  test("is stored by a store that knows its ETag only without the quotes", async () => {
    await using s3 = await startScriptedS3((index) =>
      index === 0 ? s3Error(412, "PreconditionFailed") : { status: 200, headers: { etag: '"e2"' } },
    );
    expect(await replace(storeAt(s3))).toBe("stored");
    expect(s3.requests.map(({ headers }) => headers["if-match"])).toEqual(['"e1"', "e1"]);
  });

  test("has changed where a store takes ETags with quotes only", async () => {
    await using s3 = await startScriptedS3((index) =>
      index === 0 ? s3Error(412, "PreconditionFailed") : s3Error(400, "InvalidArgument"),
    );
    expect(await replace(storeAt(s3))).toBe("changed");
  });

  test.each([
    [412, "PreconditionFailed"],
    [404, "NoSuchKey"],
    [409, "ConditionalRequestConflict"],
  ])("has changed when S3 says %s %s", async (status, code) => {
    await using s3 = await startScriptedS3(() => s3Error(status, code));
    expect(await replace(storeAt(s3))).toBe("changed");
  });
});

test("tags travel in the PUT itself, in the form of a query", async () => {
  await using s3 = await startScriptedS3(() => ({ status: 200, headers: { etag: '"e"' } }));
  const store = storeAt(s3);
  const tags = { "tapedeck:deleted": "yes" };
  await store.putJsonIfAbsent(KEY, "{}", {}, tags);
  await store.replaceJson(KEY, "{}", {}, '"e1"', tags);
  await store.replaceJson(KEY, "{}", {}, '"e1"');
  expect(s3.requests.map(({ headers }) => headers["x-amz-tagging"])).toEqual([
    "tapedeck%3Adeleted=yes",
    "tapedeck%3Adeleted=yes",
    undefined,
  ]);
});

describe("deleting", () => {
  const result = (xml: string) => ({
    status: 200,
    headers: { "content-type": "application/xml" },
    body: `<DeleteResult>${xml}</DeleteResult>`,
  });

  test("takes a request for each thousand keys", async () => {
    await using s3 = await startScriptedS3(() => result(""));
    await storeAt(s3).deleteAll(Array.from({ length: 1001 }, (_, index) => `k${index}`));
    expect(s3.requests.map(({ method, url }) => `${method} ${url}`)).toEqual([
      "POST /tapes/?delete=",
      "POST /tapes/?delete=",
    ]);
  });

  test("has failed when S3 kept one key, although it answered 200", async () => {
    const kept = "<Error><Key>k0</Key><Code>InternalError</Code></Error>";
    await using s3 = await startScriptedS3(() => result(kept));
    await expect(storeAt(s3).deleteAll(["k0", "k1"])).rejects.toMatchObject({
      code: "SERVICE_UNAVAILABLE",
      message: "S3 did not delete 1 of 2 objects.",
      details: { s3Code: "InternalError" },
    });
  });
});

test("a listing of many pages is one list", async () => {
  const page = (more: boolean, key: string) => ({
    status: 200,
    headers: { "content-type": "application/xml" },
    body: `<ListBucketResult><IsTruncated>${more}</IsTruncated>${
      more ? "<NextContinuationToken>t</NextContinuationToken>" : ""
    }<Contents><Key>${key}</Key><Size>7</Size></Contents><CommonPrefixes><Prefix>${key}_</Prefix></CommonPrefixes></ListBucketResult>`,
  });
  await using s3 = await startScriptedS3((index) => page(index === 0, `u/${index}`));
  expect(await storeAt(s3).list("u/", "_")).toEqual({
    objects: [
      { key: "u/0", sizeBytes: 7 },
      { key: "u/1", sizeBytes: 7 },
    ],
    commonPrefixes: ["u/0_", "u/1_"],
    isTruncated: false,
  });
  const second = new URL(s3.requests[1]?.url ?? "", s3.endpoint).searchParams;
  expect([second.get("prefix"), second.get("continuation-token")]).toEqual(["u/", "t"]);
});

test("a listing of so many entries is one LIST, and says whether there are more", async () => {
  await using s3 = await startScriptedS3((index) => ({
    status: 200,
    headers: { "content-type": "application/xml" },
    body: `<ListBucketResult><IsTruncated>${index === 0}</IsTruncated><NextContinuationToken>t</NextContinuationToken><Contents><Key>u/0</Key><Size>7</Size></Contents></ListBucketResult>`,
  }));
  const store = storeAt(s3);
  const objects = [{ key: "u/0", sizeBytes: 7 }];
  const first = await store.list("u/", "_", 1);
  expect(first).toEqual({ objects, commonPrefixes: [], isTruncated: true });
  expect(await store.list("u/", "_", 1)).toMatchObject({ isTruncated: false });
  const asked = s3.requests.map(({ url = "" }) => new URL(url, s3.endpoint).searchParams);
  expect(asked.map((query) => [query.get("max-keys"), query.get("delimiter")])).toEqual([
    ["1", "_"],
    ["1", "_"],
  ]);
});

test.each([0, 1])(
  "whether any object begins so is asked by a list of one key, where there are %d",
  async (count) => {
    await using s3 = await startScriptedS3(() => ({
      status: 200,
      headers: { "content-type": "application/xml" },
      body: `<ListBucketResult><IsTruncated>false</IsTruncated><KeyCount>${count}</KeyCount></ListBucketResult>`,
    }));
    expect(await storeAt(s3).holdsAny("u/0")).toBe(count > 0);
    const asked = new URL(s3.requests[0]?.url ?? "", s3.endpoint).searchParams;
    expect([asked.get("prefix"), asked.get("max-keys")]).toEqual(["u/0", "1"]);
  },
);

test("a manifest whose PUT was stored and never answered is taken when the SDK sends it again", async () => {
  await using s3 = await startScriptedS3((index) =>
    index === 0 ? BREAK : s3Error(412, "PreconditionFailed"),
  );
  expect(await storeAt(s3).putJsonIfAbsent(KEY, "{}", { title: "x" })).toBe("taken");
});

describe("trouble", () => {
  const put = (store: ObjectStore) => store.putJsonIfAbsent(KEY, "{}", { title: "x" });
  const read = (store: ObjectStore) => store.readJson(KEY);
  const head = (store: ObjectStore) => store.head(KEY);

  test.each([
    ["a busy S3", put, s3Error(503, "SlowDown"), "THROTTLED", "SlowDown"],
    ["a broken S3", read, s3Error(500, "InternalError"), "SERVICE_UNAVAILABLE", "InternalError"],
    [
      "S3 away",
      read,
      s3Error(503, "ServiceUnavailable"),
      "SERVICE_UNAVAILABLE",
      "ServiceUnavailable",
    ],
    ["a role that may not write", put, s3Error(403, "AccessDenied"), "INTERNAL", "AccessDenied"],
    ["no such bucket", read, s3Error(404, "NoSuchBucket"), "INTERNAL", "NoSuchBucket"],
    [
      "keys that are wrong",
      read,
      s3Error(403, "InvalidAccessKeyId"),
      "INTERNAL",
      "InvalidAccessKeyId",
    ],
  ] as const)(
    "%s has its code, and S3's with its request id",
    async (_what, ask, answer, code, s3Code) => {
      await using s3 = await startScriptedS3(() => answer);
      await expect(ask(storeAt(s3))).rejects.toMatchObject({
        name: "AppError",
        code,
        details: { s3Code, requestId: "REQ0001" },
      });
    },
  );

  test.each([
    ["head", head],
    ["read", read],
    ["put", put],
  ])("silence ends: %s", async (_what, ask) => {
    await using s3 = await startScriptedS3(() => SILENCE);
    await expect(ask(storeAt(s3, 50))).rejects.toMatchObject({ code: "SERVICE_UNAVAILABLE" });
  });

  test("an answer that stops in the middle ends", async () => {
    const headers = { "content-length": "100" };
    await using s3 = await startScriptedS3(() => ({
      status: 200,
      headers,
      body: "{",
      stops: true,
    }));
    await expect(read(storeAt(s3, 50))).rejects.toMatchObject({ code: "SERVICE_UNAVAILABLE" });
  });

  test("a closed port counts as no answer", async () => {
    const { endpoint } = await startAndStop();
    await expect(head(storeAt({ endpoint }))).rejects.toMatchObject({
      code: "SERVICE_UNAVAILABLE",
      message: "S3 did not answer.",
    });
  });
});

async function startAndStop(): Promise<Pick<ScriptedS3, "endpoint">> {
  await using s3 = await startScriptedS3(() => SILENCE);
  return { endpoint: s3.endpoint };
}
