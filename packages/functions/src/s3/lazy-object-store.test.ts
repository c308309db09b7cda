import { describe, expect, test } from "vitest";
import type { ObjectStore } from "@tapedeck/core/ports";
import { systemClock } from "../clock.ts";
import { createLazyObjectStore } from "./lazy-object-store.ts";
import { createS3ObjectStore } from "./object-store.ts";
import { createHeadWithoutSdk } from "./head-without-sdk.ts";
import { BREAK, startScriptedS3, type ScriptedS3 } from "./testing/scripted-s3.ts";

const KEY = "users/customer/cognito/0b9c/2026-11-23-08-15-30-123456-7ZK3QF_000000.webm";
const SHA256 = "n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=";
const FOUND = {
  status: 200,
  headers: {
    "content-length": "40123",
    "x-amz-checksum-sha256": SHA256,
    "x-amz-meta-start-sample": "240000",
    "content-encoding": "gzip",
  },
};
const STORED = {
  sizeBytes: 40_123,
  sha256: SHA256,
  metadata: { "start-sample": "240000" },
  unsignedHeaders: { "content-encoding": "gzip" },
};
/** S3 gives HEAD no body: the status is all that it says of a failure. */
const bare = (status: number) => ({ status });

/** As deps.ts joins them. */
function storeAt({ endpoint }: Pick<ScriptedS3, "endpoint">, onLoad = () => {}): ObjectStore {
  const address = { bucket: "tapes", region: "eu-central-1", endpoint };
  const credentials = async () => ({ accessKeyId: "AKIAEXAMPLE", secretAccessKey: "secret" });
  return createLazyObjectStore(
    createHeadWithoutSdk(address, credentials, systemClock),
    async () => {
      onLoad();
      return createS3ObjectStore({ address, credentials });
    },
  );
}

describe("asking about an object", () => {
  test("takes one request, that asks for the checksum and signs that it does", async () => {
    await using s3 = await startScriptedS3(() => FOUND);
    expect(await storeAt(s3).head(KEY)).toEqual(STORED);
    expect(s3.requests).toHaveLength(1);
    const [{ method, url, headers } = {}] = s3.requests;
    expect({ method, mode: headers?.["x-amz-checksum-mode"] }).toEqual({
      method: "HEAD",
      mode: "ENABLED",
    });
    expect(url).toBe(`/tapes/${KEY}`);
    expect(headers?.authorization).toContain(
      "SignedHeaders=host;x-amz-checksum-mode;x-amz-content-sha256;x-amz-date,",
    );
  });

  test("an object without a checksum is not given one", async () => {
    await using s3 = await startScriptedS3(() => ({
      status: 200,
      headers: { "content-length": "7" },
    }));
    expect(await storeAt(s3).head(KEY)).toMatchObject({
      sizeBytes: 7,
      sha256: undefined,
      metadata: {},
    });
  });

  test("404 is the answer, at once", async () => {
    await using s3 = await startScriptedS3(() => bare(404));
    expect(await storeAt(s3).head(KEY)).toBeUndefined();
    expect(s3.requests).toHaveLength(1);
  });

  test("403 is what S3 says of an absent object to who may not list, at once", async () => {
    await using s3 = await startScriptedS3(() => bare(403));
    expect(await storeAt(s3).head(KEY)).toBeUndefined();
    expect(s3.requests).toHaveLength(1);
  });

  test("403 of an S3 whose clock is another is asked again, by the SDK, which sets its own by it", async () => {
    const date = new Date(Date.now() - 3_600_000).toUTCString();
    await using s3 = await startScriptedS3((index) =>
      index === 0 ? { status: 403, headers: { date } } : FOUND,
    );
    expect(await storeAt(s3).head(KEY)).toEqual(STORED);
    expect(s3.requests.map(({ headers }) => "amz-sdk-request" in headers)).toEqual([false, true]);
  });

  test.each([503, 500, 400, 302])(
    "%s is asked again, and the next answer counts",
    async (status) => {
      await using s3 = await startScriptedS3((index) => (index === 0 ? bare(status) : FOUND));
      expect(await storeAt(s3).head(KEY)).toEqual(STORED);
      expect(s3.requests).toHaveLength(2);
    },
  );
});

test("a connection that breaks is tried again: between two requests S3 closes those at rest", async () => {
  await using s3 = await startScriptedS3((index) => (index === 0 ? BREAK : FOUND));
  expect(await storeAt(s3).head(KEY)).toEqual(STORED);
});

test("loads S3's client once, when something other than a plain HEAD is asked", async () => {
  let loaded = 0;
  await using s3 = await startScriptedS3((index) =>
    index === 0 ? FOUND : { status: 200, headers: { etag: '"e"' }, body: "{}" },
  );
  const store = storeAt(s3, () => loaded++);
  await store.head(KEY);
  expect(loaded).toBe(0);
  await Promise.all([store.readJson(KEY), store.readJson(KEY)]);
  await store.readJson(KEY);
  expect(loaded).toBe(1);
});
