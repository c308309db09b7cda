// recordings.delete and recordings.seal at the same time, through the real handler and the S3 stand-in.
import { createHash } from "node:crypto";
import { GetObjectTaggingCommand, S3Client } from "@aws-sdk/client-s3";
import { expect, test } from "vitest";
import type { Grant, RecordingPage, RecordingToPlay } from "@tapedeck/core/contract";
import { makeRecordingId, type RecordingId } from "@tapedeck/core/ids";
import type { Answer } from "../fixtures/stack/test-stack.ts";
import { useStack } from "../fixtures/stack/use-stack.ts";

const stack = await useStack();
const headers = { authorization: `Bearer ${await stack.tokenOf("ada")}` };

const SEGMENTS = 5;
const TRIES = 24;
const body = (sequence: number) => Buffer.from(`segment ${sequence} `.repeat(20));
const segments = Array.from({ length: SEGMENTS }, (_, sequence) => ({
  sequence,
  sizeBytes: body(sequence).length,
  sha256: createHash("sha256").update(body(sequence)).digest("base64"),
  startSample: sequence * 96_000,
  sampleCount: 96_000,
}));

const mutate = (procedure: string, input: object) =>
  stack.post(procedure, JSON.stringify(input), headers);
const query = (procedure: string, input: object) =>
  stack.get(`/trpc/${procedure}?input=${encodeURIComponent(JSON.stringify(input))}`, headers);
const seal = (recordingId: RecordingId) =>
  mutate("recordings.seal", { recordingId, segments, gaps: [], title: "ghost" });
const remove = (recordingId: RecordingId) => mutate("recordings.delete", { recordingId });

let made = 0;
const newId = () => makeRecordingId(Date.now() * 1000, Uint8Array.of(0, 0, 0, 0, 0, made++));

/** @returns the key of the last one */
async function storeSegments(recordingId: RecordingId): Promise<string> {
  const { data } = await mutate("segments.presign", { recordingId, segments });
  const grants = data as Grant[];
  for (const [sequence, grant] of grants.entries()) {
    const put = { method: "PUT", headers: grant.headers, body: body(sequence) };
    expect((await fetch(grant.url, put)).status).toBe(200);
  }
  return grants.at(-1)?.key ?? "";
}

async function listed() {
  const page = (await query("recordings.list", { limit: 100 })).data as RecordingPage;
  return page.recordings;
}

/** Whether the recording gives its manifest, and each of its URLs the segment that the manifest names. */
async function plays(recordingId: string): Promise<boolean> {
  const { status, data } = await query("recordings.get", { recordingId });
  if (status !== 200) return false;
  const reads = (data as RecordingToPlay).segments.map(async ({ url, sha256 }) => {
    const bytes = Buffer.from(await (await fetch(url)).arrayBuffer());
    return createHash("sha256").update(bytes).digest("base64") === sha256;
  });
  return (await Promise.all(reads)).every((isRead) => isRead);
}

test("every recording that is listed as sealed plays, after seals beside deletes", async () => {
  const kept = newId();
  await storeSegments(kept);
  expect((await seal(kept)).status).toBe(200);
  const outcomes = new Map<string, number>();
  const told = ({ status, appCode }: Answer) => `${status} ${appCode ?? ""}`.trim();
  for (let tries = 0; tries < TRIES; tries++) {
    const recordingId = newId();
    await storeSegments(recordingId);
    // Either may come first. core's delete-recording.test.ts plays each step of one within the other.
    const isDeletedFirst = tries % 2 === 1;
    const early = isDeletedFirst ? remove(recordingId) : undefined;
    const [sealed, deleted] = await Promise.all([seal(recordingId), early ?? remove(recordingId)]);
    expect(deleted.status).toBe(200);
    outcomes.set(told(sealed), (outcomes.get(told(sealed)) ?? 0) + 1);
    expect(await query("recordings.get", { recordingId })).toMatchObject({ status: 404 });
    expect(await seal(recordingId)).toMatchObject({ status: 409, appCode: "RECORDING_DELETED" });
  }
  console.log(`beside a delete, seal answered: ${JSON.stringify(Object.fromEntries(outcomes))}`);
  const codes = ["200", "409 RECORDING_DELETED", "422 RECORDING_INCOMPLETE"];
  expect([...outcomes.keys()].filter((code) => !codes.includes(code))).toEqual([]);
  const recordings = await listed();
  expect(recordings.map(({ id, state }) => ({ id, state }))).toEqual([
    { id: kept, state: "sealed" },
  ]);
  expect(await plays(kept)).toBe(true);
});

test("a device that uploads after a delete gets RECORDING_DELETED when it seals, and the recording stays deleted", async () => {
  const recordingId = newId();
  const key = await storeSegments(recordingId);
  expect((await remove(recordingId)).data).toEqual({ objectCount: SEGMENTS });
  await storeSegments(recordingId);
  expect(await seal(recordingId)).toMatchObject({ status: 409, appCode: "RECORDING_DELETED" });
  expect((await listed()).map(({ id }) => id)).not.toContain(recordingId);
  expect((await remove(recordingId)).status).toBe(200);
  expect((await remove(recordingId)).data).toEqual({ objectCount: 0 });

  const owner = new S3Client({
    endpoint: stack.s3.url,
    region: stack.region,
    credentials: stack.credentials,
    forcePathStyle: true,
  });
  const Key = key.replace(/_\d{6}\.webm$/, ".json");
  const { TagSet } = await owner.send(new GetObjectTaggingCommand({ Bucket: stack.bucket, Key }));
  owner.destroy();
  expect(TagSet).toEqual([{ Key: "tapedeck:deleted", Value: "yes" }]);
});
