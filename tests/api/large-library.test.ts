// Counts the requests of recordings.list to S3 over 10,000 recordings of three years, through the real
// handler. core's walk-back.test.ts counts how many LISTs wait for each other.
import { createHash } from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import type { RecordingPage } from "@tapedeck/core/contract";
import { makeRecordingId } from "@tapedeck/core/ids";
import { inParallel } from "@tapedeck/core/in-parallel";
import { manifestMetadata } from "@tapedeck/core/manifest-metadata";
import { objectKey } from "@tapedeck/core/object-key";
import type { FaultRule } from "@tapedeck/local/faults/fault-rule";
import type { ObjectRecord } from "@tapedeck/local/s3/object-record";
import { startStack } from "@tapedeck/local/start-stack";

const SUB = "0b9c1f6e-7a54-4a6f-9a3e-0d6d2f4b8c11";
const identity = { userType: "hosts", provider: "cognito", sub: SUB };
const COUNT = 10_000;
const END_MS = Date.parse("2026-11-23T10:00:00Z");
const STEP_MS = (3 * 365 * 24 * 60 * 60 * 1000) / COUNT;
const ids = Array.from({ length: COUNT }, (_, index) =>
  makeRecordingId(Math.floor(END_MS - (COUNT - index) * STEP_MS) * 1000, new Uint8Array(6)),
);

const dataDir = await mkdtemp(join(tmpdir(), "tapedeck-large-"));
await fillBucket(join(dataDir, "s3", "tapedeck-local"));
const stack = await startStack({ dataDir });
afterAll(async () => {
  await stack[Symbol.asyncDispose]();
  await rm(dataDir, { recursive: true, force: true });
});

/** As the stand-in stores objects (local/s3/object-store.ts), written without its care for power cuts. */
async function fillBucket(dir: string): Promise<void> {
  const bytesName = "nothing";
  for (const part of ["bytes", "objects"]) await mkdir(join(dir, part), { recursive: true });
  await writeFile(join(dir, "bytes", bytesName), "");
  await inParallel(ids, 64, async (recordingId) => {
    const title = `recording ${recordingId}`;
    const record: ObjectRecord = {
      key: objectKey(identity, { kind: "manifest", recordingId }),
      bytesName,
      sizeBytes: 0,
      etag: "d41d8cd98f00b204e9800998ecf8427e",
      lastModifiedMs: END_MS,
      checksum: { algorithm: "sha256", value: "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=" },
      headers: { "content-type": "application/json" },
      metadata: manifestMetadata({ durationMs: 1000, sizeBytes: 7, title }),
      isEncryptionAsked: false,
      tags: [],
    };
    const name = createHash("sha256").update(record.key).digest("hex");
    await writeFile(join(dir, "objects", `${name}.json`), JSON.stringify(record));
  });
}

const nowSeconds = Math.floor(Date.now() / 1000);
const token = await stack.cognito.signToken({
  iss: stack.cognito.issuer,
  client_id: stack.cognito.webClientId,
  token_use: "access",
  sub: SUB,
  username: "grace",
  scope: "tapedeck/read",
  "cognito:groups": ["hosts"],
  iat: nowSeconds,
  exp: nowSeconds + 300,
});

/** The page, and how many requests of each method S3 had for it. */
async function page(input: object) {
  const counting = (method: string): FaultRule => ({
    at: "s3",
    kind: "delay",
    // A fault of no effect: the test needs only its count of hits.
    delayMs: 1,
    match: { method },
  });
  const [gets, heads] = [counting("GET"), counting("HEAD")];
  const lifts = [gets, heads].map((rule) => stack.faults.add(rule));
  const query = encodeURIComponent(JSON.stringify(input));
  const answer = await fetch(`${stack.url}/trpc/recordings.list?input=${query}`, {
    headers: { authorization: `Bearer ${token}` },
  });
  for (const lift of lifts) lift();
  const { result } = (await answer.json()) as { result: { data: RecordingPage } };
  // A list reads no object: each GET is a LIST.
  const { hits } = stack.faults;
  return { ...result.data, lists: hits.get(gets) ?? 0, heads: hits.get(heads) ?? 0 };
}

test.each([
  ["the first page", COUNT],
  ["a page from the middle", 5_000],
  ["the page behind New Year", 6_700],
  ["the last full page", 51],
])("%s of 50 costs at most 12 LISTs and a HEAD a row", async (what, end) => {
  const cursor = ids[end];
  const { recordings, nextCursor, lists, heads } = await page(
    cursor === undefined ? {} : { cursor },
  );
  console.log(`${what}: ${lists} LISTs, ${heads} HEADs`);
  const expected = ids.slice(end - 50, end).toReversed();
  expect(recordings.map(({ id }) => id)).toEqual(expected);
  expect(recordings[0]?.title).toBe(`recording ${String(expected[0])}`);
  expect(nextCursor).toBe(expected.at(-1));
  expect(lists).toBeLessThanOrEqual(12);
  expect(lists).toBeGreaterThan(0);
  expect(heads).toBe(51);
});
