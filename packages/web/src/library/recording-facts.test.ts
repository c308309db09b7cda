import { expect, test } from "vitest";
import type { WhatToPlay } from "../api/library-api.ts";
import { checksumOf, factsOf } from "./recording-facts.ts";

const sha256 = async (bytes: Uint8Array<ArrayBuffer>) =>
  Buffer.from(await crypto.subtle.digest("SHA-256", bytes));
const hashes = await Promise.all(
  Array.from({ length: 250 }, (_, n) => sha256(new TextEncoder().encode(String(n)))),
);
const segments = hashes.map((hash, sequence) => ({
  sequence,
  sizeBytes: 40_000,
  sha256: hash.toString("base64"),
  startSample: sequence * 240_000,
  sampleCount: 240_000,
  url: `https://bucket.s3.example/users/hosts/cognito/ada/x_${sequence}.webm?X-Amz-Signature=1`,
  expiresAt: "2026-11-25T20:00:00.000Z",
}));
const pageFrom = (first: number): WhatToPlay => ({
  formatVersion: 1,
  state: "sealed",
  recordingId: "x",
  startedAt: "2026-11-25T20:00:00.000Z",
  sealedAt: "2026-11-25T20:00:00.000Z",
  sampleRateHz: 48_000,
  durationMs: 1_250_000,
  sampleCount: 60_000_000,
  sizeBytes: 10_000_000,
  gaps: [],
  segments: segments.slice(first, first + 100),
  segmentCount: segments.length,
});

test.each([
  "https://bucket.s3.example/users/hosts/cognito/ada/x_000000.webm?X-Amz-Signature=1",
  "http://localhost:4567/bucket/users/hosts/cognito/ada/x_000000.webm?X-Amz-Signature=1",
])("reads the key out of an address, without its signature: %s", (url) => {
  const [first] = segments;
  const page = pageFrom(0);
  if (first === undefined || page.state === "file") throw new Error("there is no segment");
  const { key } = factsOf({ ...page, segments: [{ ...first, url }] });
  expect(key).toBe("users/hosts/cognito/ada/x_000000.webm");
});

test("the checksum covers the hashes of all segments, in order, page by page", async () => {
  const whole = await sha256(Buffer.concat(hashes));
  const pages: number[] = [];
  const checksum = await checksumOf(
    pageFrom(0),
    async (first) => {
      pages.push(first);
      return pageFrom(first);
    },
    () => true,
  );
  expect(checksum?.replaceAll(" ", "")).toBe(whole.toString("hex"));
  expect(pages).toEqual([100, 200]);
});

test("no page more is fetched once the details are closed", async () => {
  const fetchPage = () => Promise.reject(new Error("a page was fetched"));
  expect(await checksumOf(pageFrom(0), fetchPage, () => false)).toBeUndefined();
});
