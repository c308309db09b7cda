import { afterEach, expect, test, vi } from "vitest";
import { AppError } from "@tapedeck/core/errors";
import type { WhatToPlay } from "../api/library-api.ts";
import { checksumOf, factsOf } from "./recording-facts.ts";

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

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

const whole = (await sha256(Buffer.concat(hashes))).toString("hex");

test("the checksum covers the hashes of all segments, in order, page by page", async () => {
  const pages: number[] = [];
  const fetchPage = async (first: number) => {
    pages.push(first);
    return pageFrom(first);
  };
  const checksum = await checksumOf(pageFrom(0), fetchPage, new AbortController().signal);
  expect(checksum?.replaceAll(" ", "")).toBe(whole);
  expect(pages).toEqual([100, 200]);
});

test("the checksum waits for the network, and fetches no page twice", async () => {
  vi.useFakeTimers();
  vi.stubGlobal("navigator", { onLine: true });
  for (const name of ["addEventListener", "removeEventListener"]) vi.stubGlobal(name, vi.fn());
  const answered: number[] = [];
  let failures = 0;
  const fetchPage = async (first: number) => {
    if (first === 200 && (failures += 1) <= 3) throw new AppError("CONNECTION_LOST", "No.");
    answered.push(first);
    return pageFrom(first);
  };
  const asking = checksumOf(pageFrom(0), fetchPage, new AbortController().signal);
  await vi.runAllTimersAsync();
  expect((await asking)?.replaceAll(" ", "")).toBe(whole);
  expect(answered).toEqual([100, 200]);
});

test("no page more is fetched once the details are closed", async () => {
  const closing = new AbortController();
  const pages: number[] = [];
  const fetchPage = async (first: number) => {
    pages.push(first);
    closing.abort();
    return pageFrom(first);
  };
  await expect(checksumOf(pageFrom(0), fetchPage, closing.signal)).rejects.toBe(
    closing.signal.reason,
  );
  expect(pages).toEqual([100]);
});
