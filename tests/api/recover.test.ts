// A recording whose device is gone is sealed with what the bucket holds, and gets the rest when the device comes
// back. With the shipped functions and their roles.
import { expect, test } from "vitest";
import type { Manifest, RecordingPage, RecordingToPlay } from "@tapedeck/core/contract";
import type { RecordingId } from "@tapedeck/core/ids";
import {
  callsOf,
  newRecordingId,
  packetsIn,
  packetsOf,
  packetsUpTo,
  soundSegments,
} from "../fixtures/stack/sound-recording.ts";
import { useStack } from "../fixtures/stack/use-stack.ts";

const stack = await useStack({ makesWholeFiles: true });
const headers = { authorization: `Bearer ${await stack.tokenOf("ada")}` };
const { mutate, query, upload } = callsOf(stack, headers);

const recover = async (recordingId: RecordingId) =>
  (await mutate("recordings.recover", { recordingId })) as Manifest;
const toPlay = async (recordingId: RecordingId) =>
  (await query("recordings.get", { recordingId })) as RecordingToPlay;
const listed = async (recordingId: RecordingId) => {
  const { recordings } = (await query("recordings.list", {})) as RecordingPage;
  return recordings.find(({ id }) => id === recordingId);
};
async function packetsOfFile(recordingId: RecordingId): Promise<number[][]> {
  await expect
    .poll(async () => (await toPlay(recordingId)).wholeFile, { timeout: 30_000 })
    .toBeDefined();
  const { wholeFile } = await toPlay(recordingId);
  return packetsIn(new Uint8Array(await (await fetch(wholeFile?.url ?? "")).arrayBuffer()));
}

test("a recording is sealed without its device, plays, and gets the rest when the device comes back", async () => {
  const recordingId = newRecordingId();
  await upload(recordingId, [0, 1, 3]);
  expect(await listed(recordingId)).toMatchObject({ state: "open" });

  const recovered = await recover(recordingId);
  expect(recovered.gaps).toEqual([{ startSample: 192_000, durationMs: 2000, reason: "missing" }]);
  expect(await listed(recordingId)).toMatchObject({ state: "sealed", isRecovered: true });
  const play = await toPlay(recordingId);
  expect(play).toMatchObject({ isRecovered: true, segmentCount: 3, durationMs: 6000 });
  expect(play.segments.map(({ sequence }) => sequence)).toEqual([0, 1, 3]);
  expect(await packetsOfFile(recordingId)).toEqual([...packetsUpTo(2), ...packetsOf(3)]);
  expect(await recover(recordingId)).toEqual(recovered);

  // The device knows nothing of it: it uploads what it has, and seals.
  await upload(recordingId, [2, 4]);
  const segments = soundSegments(5);
  const gap = { startSample: 96_000, durationMs: 700, reason: "paused" };
  const sealed = await mutate("recordings.seal", { recordingId, segments, gaps: [gap] });
  expect(sealed).toMatchObject({ segments, gaps: [gap], durationMs: 10_000 });
  expect(sealed).not.toHaveProperty("isRecovered");
  expect(await listed(recordingId)).not.toHaveProperty("isRecovered");
  expect(await packetsOfFile(recordingId)).toEqual(packetsUpTo(5));
});

test("a recovered recording can be named and deleted, and does not come back", async () => {
  const recordingId = newRecordingId();
  await upload(recordingId, [1]);
  await recover(recordingId);
  const renamed = await mutate("recordings.rename", { recordingId, title: "Standup" });
  expect(renamed).toMatchObject({ title: "Standup", isRecovered: true });
  expect(await recover(recordingId)).toMatchObject({ title: "Standup", isRecovered: true });
  await mutate("recordings.delete", { recordingId });
  await upload(recordingId, [2]);
  const answer = await stack.post("recordings.recover", JSON.stringify({ recordingId }), headers);
  expect(answer.text).toContain("RECORDING_DELETED");
  expect(await listed(recordingId)).toBeUndefined();
});

test("a recording that the bucket does not hold is not found, and a bad id is named", async () => {
  const post = (input: object) => stack.post("recordings.recover", JSON.stringify(input), headers);
  const absent = await post({ recordingId: newRecordingId() });
  expect([absent.status, absent.text]).toEqual([
    404,
    expect.stringContaining("RECORDING_NOT_FOUND"),
  ]);
  const bad = await post({ recordingId: "2026" });
  expect([bad.status, bad.text]).toEqual([400, expect.stringContaining("must be a recording id")]);
});
