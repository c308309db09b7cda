// GET returns the stored bytes: whole, in ranges, under conditions, with headers overridden.
import { GetObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openTarget } from "./target.ts";
import { put, send } from "./wire.ts";

const target = await openTarget();
beforeAll(() => target.store("digits", "0123456789"));
afterAll(() => target[Symbol.asyncDispose]());

describe("a range", () => {
  test.each([
    ["bytes=2-5", "2345", "bytes 2-5/10"],
    ["bytes=0-0", "0", "bytes 0-0/10"],
    ["bytes=-3", "789", "bytes 7-9/10"],
    ["bytes=7-", "789", "bytes 7-9/10"],
    ["bytes=8-99", "89", "bytes 8-9/10"],
  ])("%s gives %s", async (range, text, contentRange) => {
    const answer = await send(await target.presignGet("digits"), { headers: { range } });
    expect(answer).toMatchObject({ status: 206, text });
    expect(answer.headers.get("content-range")).toBe(contentRange);
    expect(answer.headers.get("content-length")).toBe(String(text.length));
  });

  test("is refused beyond the end", async () => {
    const answer = await send(await target.presignGet("digits"), {
      headers: { range: "bytes=10-" },
    });
    expect(answer).toMatchObject({ status: 416, code: "InvalidRange" });
  });
});

test("overrides response headers as the URL was signed", async () => {
  const url = await target.presignGet("digits", {
    ResponseContentDisposition: 'attachment; filename="x y.txt"',
    ResponseContentType: "text/csv",
  });
  const { headers, text } = await send(url);
  expect(headers.get("content-disposition")).toBe('attachment; filename="x y.txt"');
  expect(headers.get("content-type")).toBe("text/csv");
  expect(text).toBe("0123456789");
});

test("If-None-Match with the ETag answers 304 without a body", async () => {
  const { ETag } = await target.client.send(new GetObjectCommand(target.at("digits")));
  const answer = await send(await target.presignGet("digits"), {
    headers: { "if-none-match": ETag ?? "" },
  });
  expect(answer).toMatchObject({ status: 304, text: "" });
});

test("stores and reads an empty object", async () => {
  expect(await put(await target.presignPut("empty"), "")).toMatchObject({ status: 200 });
  const answer = await send(await target.presignGet("empty"));
  expect(answer).toMatchObject({ status: 200, text: "" });
  expect(answer.headers.get("content-length")).toBe("0");
});

test("answers NoSuchKey for a missing object", async () => {
  const answer = await send(await target.presignGet("nothing"));
  expect(answer).toMatchObject({ status: 404, code: "NoSuchKey" });
});
