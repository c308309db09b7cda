import { setImmediate } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { bySdk, KEY, lazyStoreAt } from "./testing/lazy-store-at.ts";
import { BREAK, startScriptedS3 } from "./testing/scripted-s3.ts";

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

describe("asking about an object", () => {
  test("takes one request, that asks for the checksum and signs that it does", async () => {
    await using s3 = await startScriptedS3(() => FOUND);
    expect(await lazyStoreAt(s3).head(KEY)).toEqual(STORED);
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
    expect(await lazyStoreAt(s3).head(KEY)).toMatchObject({
      sizeBytes: 7,
      sha256: undefined,
      metadata: {},
    });
  });

  test("404 is the answer, at once", async () => {
    await using s3 = await startScriptedS3(() => bare(404));
    expect(await lazyStoreAt(s3).head(KEY)).toBeUndefined();
    expect(s3.requests).toHaveLength(1);
  });

  test("403 is what S3 says of an absent object to who may not list, at once", async () => {
    await using s3 = await startScriptedS3(() => bare(403));
    expect(await lazyStoreAt(s3).head(KEY)).toBeUndefined();
    expect(s3.requests).toHaveLength(1);
  });

  test("403 of an S3 whose clock is another is asked again, by the SDK, which sets its own by it", async () => {
    const date = new Date(Date.now() - 3_600_000).toUTCString();
    await using s3 = await startScriptedS3((index) =>
      index === 0 ? { status: 403, headers: { date } } : FOUND,
    );
    expect(await lazyStoreAt(s3).head(KEY)).toEqual(STORED);
    expect(bySdk(s3)).toEqual([false, true]);
  });

  test.each([503, 500, 400, 302])(
    "%s is asked again, and the next answer counts",
    async (status) => {
      await using s3 = await startScriptedS3((index) => (index === 0 ? bare(status) : FOUND));
      expect(await lazyStoreAt(s3).head(KEY)).toEqual(STORED);
      expect(s3.requests).toHaveLength(2);
    },
  );
});

test("a new connection that breaks is tried again, by the SDK", async () => {
  await using s3 = await startScriptedS3((index) => (index === 0 ? BREAK : FOUND));
  expect(await lazyStoreAt(s3).head(KEY)).toEqual(STORED);
  expect(bySdk(s3)).toEqual([false, true]);
});

test("a connection that S3 closed at rest is opened anew, and the SDK is not loaded for that", async () => {
  await using s3 = await startScriptedS3((index) => (index === 1 ? BREAK : FOUND));
  const store = lazyStoreAt(s3);
  await store.head(KEY);
  // A connection rests from the next turn on.
  await setImmediate();
  expect(await store.head(KEY)).toEqual(STORED);
  expect(bySdk(s3)).toEqual([false, false, false]);
});

test("S3's client is loaded once, when an answer is unclear", async () => {
  let loaded = 0;
  await using s3 = await startScriptedS3((index) => (index < 3 ? bare(500) : FOUND));
  const store = lazyStoreAt(s3, () => loaded++);
  await Promise.all([store.head(KEY), store.head(KEY)]);
  await store.head(KEY);
  expect(loaded).toBe(1);
});
