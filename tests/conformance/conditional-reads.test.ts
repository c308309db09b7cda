// A reader names the version that it has, and S3 sends it only a version that it wants.
import { GetObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openTarget } from "./target.ts";
import { send } from "./wire.ts";

const target = await openTarget();
afterAll(() => target[Symbol.asyncDispose]());
beforeAll(() => target.store("digits", "0123456789"));
const get = async (headers: Record<string, string> = {}) =>
  send(await target.presignGet("digits"), { headers });

describe("a conditional GET", () => {
  const etag = '"781e5e245d69b566979b86e28d23f2c7"';
  const otherEtag = '"00000000000000000000000000000000"';
  const past = new Date(0).toUTCString();

  test.each([
    ["If-None-Match with its ETag", { "if-none-match": etag }, 304],
    ["If-None-Match with another ETag", { "if-none-match": otherEtag }, 200],
    ["If-Match with its ETag", { "if-match": etag }, 200],
    ["If-Match with another ETag", { "if-match": otherEtag }, 412],
    ["If-Modified-Since long ago", { "if-modified-since": past }, 200],
    ["If-Unmodified-Since long ago", { "if-unmodified-since": past }, 412],
    [
      "If-Match that holds over a date that does not",
      { "if-match": etag, "if-unmodified-since": past },
      200,
    ],
  ])("answers %s", async (_, headers: Record<string, string>, status) => {
    const answer = await get(headers);
    expect(answer.status).toBe(status);
    expect(answer.text === "0123456789").toBe(status === 200);
  });

  test("answers If-Modified-Since its own date", async () => {
    const date = (await get()).headers.get("last-modified") ?? "";
    expect(await get({ "if-modified-since": date })).toMatchObject({ status: 304, text: "" });
  });
});

test("a range that the SDK reads passes the SDK's checksum checks", async () => {
  const part = { ...target.at("digits"), Range: "bytes=1-2", ChecksumMode: "ENABLED" as const };
  const { Body } = await target.client.send(new GetObjectCommand(part));
  expect(await Body?.transformToString()).toBe("12");
});

test("ignores a malformed range", async () => {
  expect(await get({ range: "lines=1-2" })).toMatchObject({ status: 200, text: "0123456789" });
});
