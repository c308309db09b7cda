// Any key that S3 allows is stored, read and listed as it is; none reaches out of the bucket.
import { ListObjectsV2Command } from "@aws-sdk/client-s3";
import { afterAll, describe, expect, test } from "vitest";
import { openTarget } from "./target.ts";
import { put, rawPathOf, sendRaw } from "./wire.ts";

const target = await openTarget();
afterAll(() => target[Symbol.asyncDispose]());
const { bucket, endpoint } = target.address;

async function listed(name: string): Promise<boolean> {
  const { Key } = target.at(name);
  const page = await target.client.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: Key }));
  return (page.Contents ?? []).some((entry) => entry.Key === Key);
}

describe("a key", () => {
  const longest = "L".repeat(1024 - target.prefix.length);
  test.each([
    "a b+c&d=e?#%.txt",
    "é💥'()*!~@$,;:.txt",
    "plus+plus",
    "sp%20ace",
    "a//b",
    "trail/",
    "null",
    ".hidden",
    "CON",
    `k/${"n".repeat(300)}`,
    longest,
  ])("%j is stored, read and listed", async (name) => {
    await target.store(name, name);
    expect(await target.load(name)).toBe(name);
    expect(await listed(name)).toBe(true);
  });

  test.each([
    ["x", "x/y"],
    ["y/z", "y/z._S3rver_object"],
  ])("%j does not block %j", async (first, second) => {
    await target.store(first, "1");
    await target.store(second, "2");
    expect([await target.load(first), await target.load(second)]).toEqual(["1", "2"]);
  });

  test.each([
    ["letters", `${longest}L`],
    ["characters of two bytes", `${longest.slice(1)}é`],
  ])("is refused when it has 1025 bytes in %s", async (_, name) => {
    const answer = await put(await target.presignPut(name), "x");
    expect(answer).toMatchObject({ status: 400, code: "KeyTooLongError" });
  });
});

describe("an unsigned path that climbs", () => {
  test.each([
    `/${bucket}/../../PWN1`,
    `/${bucket}/%2e%2e/%2e%2e/PWN2`,
    `/${bucket}/%2e%2e%2f%2e%2e%2fPWN3`,
    `/${bucket}/..%2f..%2fPWN4`,
    "/..%2fPWN5/k",
    `/${bucket}/a/../../../PWN6`,
  ])("stores nothing: PUT %s", async (path) => {
    const headers = { "content-length": "1" };
    const { status } = await sendRaw(endpoint, { method: "PUT", path, headers, body: "x" });
    expect([400, 403, 404]).toContain(status);
  });

  test("reads nothing", async () => {
    const path = `/${bucket}/..%2f..%2f..%2f..%2fetc/passwd`;
    const answer = await sendRaw(endpoint, { method: "GET", path });
    expect([400, 403, 404]).toContain(answer.status);
    expect(answer.text).not.toContain("root:");
  });
});

test.each(["../../PWN7", "a/./b", "a/../b"])(
  "stores the signed key %j under its own name, or refuses it",
  async (name) => {
    const url = await target.presignPut(name);
    const headers = { "content-length": "1" };
    const answer = await sendRaw(url, { method: "PUT", path: rawPathOf(url), headers, body: "x" });
    expect([200, 400, 403]).toContain(answer.status);
    expect(await listed(name)).toBe(answer.status === 200);
  },
);
