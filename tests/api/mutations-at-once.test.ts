// Two tabs, or a tab and a device, change one recording at once, through several instances of the real handler.
// core's mutations-at-once.test.ts plays each step of one within the other.
import { GetObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, expect, test } from "vitest";
import { manifest as manifestShape, type RecordingToPlay } from "@tapedeck/core/contract";
import type { RecordingId } from "@tapedeck/core/ids";
import { manifestMetadata } from "../../packages/core/src/manifest-metadata.ts";
import { s3ClientOf } from "../fixtures/stack/s3-client.ts";
import { createSmallRecordings } from "../fixtures/stack/small-recordings.ts";
import { soundSegments } from "../fixtures/stack/sound-recording.ts";
import type { Answer } from "../fixtures/stack/test-stack.ts";
import { useStack } from "../fixtures/stack/use-stack.ts";

const stack = await useStack();
const ada = await createSmallRecordings(stack, "ada");
const owner = s3ClientOf(stack, stack.credentials);
afterAll(() => owner.destroy());

const TRIES = 8;
const gap = { startSample: 96_000, durationMs: 1500, reason: "paused" };
const rename = (recordingId: RecordingId, title: string) =>
  ada.call("recordings.rename", { recordingId, title });
const remove = (recordingId: RecordingId) => ada.call("recordings.delete", { recordingId });
const told = ({ status, appCode }: Answer) => `${status} ${appCode ?? ""}`.trim();

async function sealed(): Promise<RecordingId> {
  const recordingId = await ada.store({ to: 4 });
  const answer = await ada.seal(recordingId, 2, { title: "Standup", gaps: [gap] });
  expect(answer.status).toBe(200);
  return recordingId;
}

/** The stored manifest, which must agree with its metadata and with both views of the API. */
async function manifestOf(recordingId: RecordingId) {
  const found = await owner.send(
    new GetObjectCommand({ Bucket: stack.bucket, Key: `${ada.prefix}${recordingId}.json` }),
  );
  const text = (await found.Body?.transformToString()) ?? "";
  const stored = manifestShape.parse(JSON.parse(text));
  expect(found.Metadata).toEqual(manifestMetadata(stored));
  const { title, durationMs, sizeBytes } = stored;
  const row = (await ada.listed()).find(({ id }) => id === recordingId);
  expect(row).toMatchObject({ title, durationMs, sizeBytes });
  const played = (await ada.ask("recordings.get", { recordingId })).data as RecordingToPlay;
  expect(played).toMatchObject({ title, segmentCount: stored.segments.length });
  return stored;
}

test("two renames at once both succeed, one title stays, and so does all else", async () => {
  for (let tries = 0; tries < TRIES; tries++) {
    const recordingId = await sealed();
    const before = await manifestOf(recordingId);
    const answers = await Promise.all(["one", "other"].map((title) => rename(recordingId, title)));
    expect(answers.map(told)).toEqual(["200", "200"]);
    const { title, ...rest } = await manifestOf(recordingId);
    expect(["one", "other"]).toContain(title);
    expect({ ...rest, title: "Standup" }).toEqual(before);
  }
});

test("a rename beside a seal that extends: both succeed, and the manifest has title and segments", async () => {
  for (let tries = 0; tries < TRIES; tries++) {
    const recordingId = await sealed();
    const [first, second] = [() => rename(recordingId, "Retro"), () => ada.seal(recordingId, 4)];
    const calls = tries % 2 === 0 ? [first, second] : [second, first];
    const answers = await Promise.all(calls.map((call) => call()));
    expect(answers.map(told)).toEqual(["200", "200"]);
    expect(await manifestOf(recordingId)).toMatchObject({
      title: "Retro",
      segments: soundSegments(4),
      gaps: [gap],
    });
  }
});

test("a rename beside a delete succeeds or finds nothing, and the recording stays deleted", async () => {
  for (let tries = 0; tries < TRIES; tries++) {
    const recordingId = await sealed();
    const [first, second] = [() => rename(recordingId, "Retro"), () => remove(recordingId)];
    const isDeletedFirst = tries % 2 === 1;
    const calls = isDeletedFirst ? [second, first] : [first, second];
    const answers = (await Promise.all(calls.map((call) => call()))).map(told);
    const [renamed, deleted] = isDeletedFirst ? answers.toReversed() : answers;
    expect(deleted).toBe("200");
    expect(["200", "404 RECORDING_NOT_FOUND"]).toContain(renamed);
    expect(await ada.objectsOf(recordingId)).toEqual([".json"]);
    expect(told(await rename(recordingId, "back"))).toBe("404 RECORDING_NOT_FOUND");
  }
  expect((await ada.listed()).filter(({ title }) => title === "Retro")).toHaveLength(TRIES);
});

test("two deletes at once both succeed, and leave the tombstone", async () => {
  for (let tries = 0; tries < TRIES; tries++) {
    const recordingId = await sealed();
    const answers = await Promise.all([remove(recordingId), remove(recordingId)]);
    expect(answers.map(told)).toEqual(["200", "200"]);
    expect(await ada.objectsOf(recordingId)).toEqual([".json"]);
  }
});
