// A sealed recording becomes one file by the event of its manifest, with the shipped functions and their roles.
import { createHash } from "node:crypto";
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import { afterAll, expect, test } from "vitest";
import type { RecordingPage, RecordingToPlay } from "@tapedeck/core/contract";
import type { RecordingId } from "@tapedeck/core/ids";
import { readBucket } from "../fixtures/stack/bucket.ts";
import { s3ClientOf } from "../fixtures/stack/s3-client.ts";
import {
  callsOf,
  newRecordingId,
  packetsIn,
  packetsUpTo,
  segmentFile,
  soundSegments,
} from "../fixtures/stack/sound-recording.ts";
import { useStack } from "../fixtures/stack/use-stack.ts";

const stack = await useStack({ makesWholeFiles: true });
const headers = { authorization: `Bearer ${await stack.tokenOf("ada")}` };
const owner = s3ClientOf(stack, stack.credentials);
afterAll(() => owner.destroy());

const { mutate, query, upload } = callsOf(stack, headers);

const seal = (recordingId: RecordingId, count: number) =>
  mutate("recordings.seal", {
    recordingId,
    segments: soundSegments(count),
    gaps: [],
    title: "Standup",
  });

const toPlay = async (recordingId: RecordingId) =>
  (await query("recordings.get", { recordingId })) as RecordingToPlay;

async function wholeFileOf(recordingId: RecordingId): Promise<Uint8Array> {
  await expect
    .poll(async () => (await toPlay(recordingId)).wholeFile, { timeout: 30_000 })
    .toBeDefined();
  const { wholeFile } = await toPlay(recordingId);
  const read = await fetch(wholeFile?.url ?? "");
  expect(read.headers.get("content-type")).toBe("audio/webm;codecs=opus");
  expect(read.headers.get("content-disposition")).toContain("Standup.webm");
  const bytes = new Uint8Array(await read.arrayBuffer());
  expect(wholeFile?.sizeBytes).toBe(bytes.length);
  return bytes;
}

const loggedLines = (text: string) => stack.logLines.filter((line) => line.includes(text));

test("makes the file after the seal, keeps it after a rename, and makes a longer one after an extension", async () => {
  const recordingId = newRecordingId();
  const prefix = await upload(recordingId, [0, 1]);
  await seal(recordingId, 2);
  const first = await wholeFileOf(recordingId);
  expect(packetsIn(first)).toEqual(packetsUpTo(2));
  const page = (await query("recordings.list", {})) as RecordingPage;
  expect(page.recordings.find(({ id }) => id === recordingId)?.hasWholeFile).toBe(true);
  const at = { Bucket: stack.bucket, Key: `${prefix}.webm` };
  const head = await owner.send(new HeadObjectCommand({ ...at, ChecksumMode: "ENABLED" }));
  expect(head.ChecksumSHA256).toBe(createHash("sha256").update(first).digest("base64"));

  await mutate("recordings.rename", { recordingId, title: "Daily Standup" });
  await expect.poll(() => loggedLines("whole file kept"), { timeout: 20_000 }).toHaveLength(1);
  expect((await owner.send(new HeadObjectCommand(at))).LastModified).toEqual(head.LastModified);

  await upload(recordingId, [2]);
  await seal(recordingId, 3);
  expect(packetsIn(await wholeFileOf(recordingId))).toEqual(packetsUpTo(3));
});

test("leaves nothing of a deleted recording, also when an event of its manifest comes late", async () => {
  const recordingId = newRecordingId();
  const prefix = await upload(recordingId, [0]);
  await seal(recordingId, 1);
  await wholeFileOf(recordingId);
  await mutate("recordings.delete", { recordingId });
  const left = async () =>
    (await readBucket(stack)).filter(({ key }) => key.startsWith(prefix)).map(({ key }) => key);
  expect(await left()).toEqual([`${prefix}.json`]);
  // A file that came late, and the event that S3 sends of the tombstone, as its owner writes it again.
  const at = { Bucket: stack.bucket, Key: `${prefix}.webm` };
  await owner.send(new PutObjectCommand({ ...at, Body: segmentFile(0), IfNoneMatch: "*" }));
  const tombstone = { Bucket: stack.bucket, Key: `${prefix}.json` };
  const { Body, ETag } = await owner.send(new GetObjectCommand(tombstone));
  const json = (await Body?.transformToString()) ?? "";
  await owner.send(new PutObjectCommand({ ...tombstone, Body: json, IfMatch: ETag }));
  await expect.poll(left, { timeout: 20_000 }).toEqual([`${prefix}.json`]);
});

test("refuses by name when a segment is gone, and makes no file", async () => {
  const recordingId = newRecordingId();
  const prefix = await upload(recordingId, [0, 1]);
  await seal(recordingId, 2);
  await wholeFileOf(recordingId);
  const Bucket = stack.bucket;
  for (const Key of [`${prefix}.webm`, `${prefix}_000001.webm`]) {
    await owner.send(new DeleteObjectCommand({ Bucket, Key }));
  }
  await mutate("recordings.rename", { recordingId, title: "Retro" });
  await expect.poll(() => loggedLines("whole file refused"), { timeout: 20_000 }).toHaveLength(1);
  const [line] = loggedLines("whole file refused");
  expect(line).toContain('"appCode":"RECORDING_INCOMPLETE"');
  expect(line).toContain("Segments not in the bucket: 1");
  expect(await toPlay(recordingId)).not.toHaveProperty("wholeFile");
});

test("passes over other JSON objects, and goes on when S3 refuses a PUT", async () => {
  const Bucket = stack.bucket;
  for (const Key of ["users/hosts/cognito/x/usage.json", "users/hosts/notes.json"]) {
    await owner.send(new PutObjectCommand({ Bucket, Key, Body: "{}", IfNoneMatch: "*" }));
  }
  const recordingId = newRecordingId();
  const prefix = await upload(recordingId, [0]);
  const path = `/${Bucket}/${prefix}.webm`;
  const rule = { at: "s3", kind: "unavailable", match: { method: "PUT", path }, times: 1 } as const;
  stack.faults.add(rule);
  await seal(recordingId, 1);
  expect(packetsIn(await wholeFileOf(recordingId))).toEqual(packetsUpTo(1));
  expect(stack.faults.hits.get(rule)).toBe(1);
  expect(loggedLines("usage.json")).toEqual([]);
});
