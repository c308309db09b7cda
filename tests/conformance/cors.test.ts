// Which pages may use the bucket: those its rule names, and no others.
import { afterAll, describe, expect, test } from "vitest";
import { openTarget } from "./target.ts";
import { put, send } from "./wire.ts";

const target = await openTarget();
afterAll(() => target[Symbol.asyncDispose]());
const { origin } = target.address;

async function preflight(over: Record<string, string> = {}) {
  return send(await target.presignPut("page"), {
    method: "OPTIONS",
    headers: {
      origin,
      "access-control-request-method": "PUT",
      "access-control-request-headers": "content-type,x-amz-checksum-sha256",
      ...over,
    },
  });
}

describe("a preflight", () => {
  test("allows the app the headers of a grant, and may be cached", async () => {
    const { status, headers } = await preflight();
    expect(status).toBe(200);
    expect(headers.get("access-control-allow-origin")).toBe(origin);
    expect(headers.get("access-control-allow-methods")).toContain("PUT");
    expect(headers.get("access-control-allow-headers")).toContain("x-amz-checksum-sha256");
    expect(Number(headers.get("access-control-max-age"))).toBeGreaterThan(0);
  });

  test.each<[string, Record<string, string>]>([
    ["another origin", { origin: "https://evil.example" }],
    ["the app's origin with a tail", { origin: `${origin}.evil.example` }],
    ["no real origin", { origin: "null" }],
    ["another method", { "access-control-request-method": "DELETE" }],
    ["another header", { "access-control-request-headers": "x-evil" }],
    ["another header among good ones", { "access-control-request-headers": "content-type,x-evil" }],
  ])("is refused for %s, with no header for the page", async (_what, over) => {
    const { status, headers } = await preflight(over);
    expect(status).toBe(403);
    expect(headers.get("access-control-allow-origin")).toBeNull();
  });
});

describe("an answer", () => {
  test("is readable to the app, with its ETag and checksum", async () => {
    const { status, headers } = await put(await target.presignPut("read"), "x", { origin });
    expect(status).toBe(200);
    expect(headers.get("access-control-allow-origin")).toBe(origin);
    expect(headers.get("access-control-expose-headers")).toMatch(/etag/i);
    expect(headers.get("vary")).toContain("Origin");
  });

  test("is not readable to another page", async () => {
    const { headers } = await put(await target.presignPut("evil"), "x", {
      origin: "https://evil.example",
    });
    expect(headers.get("access-control-allow-origin")).toBeNull();
  });

  test("is readable to the app even when it refuses, so that the app learns why", async () => {
    const url = (await target.presignPut("refused")).replace("refused", "other");
    const { status, headers } = await put(url, "x", { origin });
    expect(status).toBe(403);
    expect(headers.get("access-control-allow-origin")).toBe(origin);
  });
});
