// Seals the longest allowed recording behind the edge by one small call, and reads it.
import { hash } from "node:crypto";
import { expect, test } from "vitest";
import type { Grant, Manifest, RecordingToPlay, SegmentToStore } from "@tapedeck/core/contract";
import { makeRecordingId } from "@tapedeck/core/ids";
import { inParallel } from "@tapedeck/core/in-parallel";
import { LIMITS } from "@tapedeck/core/limits";
import { countRequests } from "../fixtures/stack/count-requests.ts";
import { useStack } from "../fixtures/stack/use-stack.ts";

const COUNT = LIMITS.segmentsPerRecording;
const PER_CALL = LIMITS.segmentsPerCall;
const SAMPLES = 240_000;

const stack = await useStack();
const authorization = `Bearer ${await stack.tokenOf("ada")}`;
const recordingId = makeRecordingId(Date.now() * 1000 - 86_400_000_000, new Uint8Array(6));

const bodyOf = (sequence: number) => Buffer.from(`segment ${sequence}`);
const segments: readonly SegmentToStore[] = Array.from({ length: COUNT }, (_, sequence) => ({
  sequence,
  sizeBytes: bodyOf(sequence).length,
  sha256: hash("sha256", bodyOf(sequence), "base64"),
  startSample: sequence * SAMPLES,
  sampleCount: SAMPLES,
}));

async function call(procedure: string, input: unknown): Promise<unknown> {
  const answer = await stack.post(procedure, JSON.stringify(input), { authorization });
  if (answer.status !== 200) throw new Error(`${procedure}: ${answer.text}`);
  return answer.data;
}

async function storeAll(): Promise<void> {
  for (let from = 0; from < COUNT; from += PER_CALL) {
    const batch = segments.slice(from, from + PER_CALL);
    const grants = (await call("segments.presign", { recordingId, segments: batch })) as Grant[];
    await inParallel([...grants.entries()], 16, async ([index, { url, headers }]) => {
      const put = await fetch(url, { method: "PUT", headers, body: bodyOf(from + index) });
      if (put.status !== 200) throw new Error(`S3 answered ${put.status}`);
    });
  }
}

test("one call of 300 bytes seals 20,000 segments, with one HEAD for each, and they can be read", async () => {
  await storeAll();
  const [heads, gets, puts] = ["HEAD", "GET", "PUT"].map((method) =>
    countRequests(stack, "s3", { method }),
  );
  const hashes = segments.map(({ sha256 }) => Buffer.from(sha256, "base64"));
  const digest = hash("sha256", Buffer.concat(hashes), "base64");
  const input = { recordingId, segmentCount: COUNT, digest, gaps: [] };
  expect(JSON.stringify(input).length).toBeLessThan(300);
  const manifest = (await call("recordings.seal", input)) as Manifest;
  expect(manifest.segments).toEqual(segments);
  console.log(`${COUNT} segments sealed: ${heads?.()} HEADs, ${gets?.()} GETs, ${puts?.()} PUT.`);
  expect([heads?.(), puts?.()]).toEqual([COUNT, 1]);
  // Asks whether a manifest exists, in the person's place and in those of the two other user types.
  expect(gets?.()).toBe(3);

  const last = JSON.stringify({ recordingId, firstSequence: COUNT - 1 });
  const read = await stack.get(`/trpc/recordings.get?input=${encodeURIComponent(last)}`, {
    authorization,
  });
  const { segmentCount, segments: page } = read.data as RecordingToPlay;
  expect(segmentCount).toBe(COUNT);
  const sound = await fetch(page[0]?.url ?? "");
  expect(await sound.text()).toBe(`segment ${COUNT - 1}`);
}, 600_000);
