// From the answer of recordings.seal to the whole file: an hour in 720 segments, on the embedded stack, with the
// shipped functions. A laptop's S3 answers sooner than S3 does, and its function has a whole core.
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Grant, RecordingToPlay, SegmentToStore } from "@tapedeck/core/contract";
import { makeRecordingId } from "@tapedeck/core/ids";
import { inParallel } from "@tapedeck/core/in-parallel";
import { LIMITS } from "@tapedeck/core/limits";
import { readSegment } from "@tapedeck/core/webm/segment-reader";
import { startTestStack, type TestStack } from "../../tests/fixtures/stack/test-stack.ts";
import { HOUR_PACKETS, writeHour } from "../join/hour.ts";
import type { Group } from "../row.ts";
import { inTemporaryFolder } from "../temporary-folder.ts";

const RUNS = 3;
const PUTS_AT_ONCE = 8;
const POLL_MS = 20;
const SEGMENT_SAMPLES = 240_000;

export const wholeFileGroup: Group = {
  name: "whole-file",
  measure: (runs = RUNS) =>
    inTemporaryFolder(async (dir) => {
      const files = await writeHour(join(dir, "segments"));
      await using stack = await startTestStack({ makesWholeFiles: true });
      const authorization = `Bearer ${await stack.tokenOf("ada")}`;
      const samples: number[] = [];
      for (let run = 0; run < runs; run++) {
        samples.push(await sealToFileMs(stack, authorization, files, run));
      }
      return { rows: [{ name: "seal to whole file, an hour", unit: "ms", samples }] };
    }),
};

async function sealToFileMs(
  stack: TestStack,
  authorization: string,
  files: readonly string[],
  run: number,
): Promise<number> {
  const call = async (procedure: string, input: object) => {
    const answer = await stack.post(procedure, JSON.stringify(input), { authorization });
    if (answer.data === undefined) throw new Error(`${procedure} answered ${answer.text}`);
    return answer.data;
  };
  const recordingId = makeRecordingId(Date.now() * 1000, Uint8Array.of(0, 0, 0, 0, 0, run));
  const segments: SegmentToStore[] = [];
  for (let first = 0; first < files.length; first += LIMITS.segmentsPerCall) {
    const bodies = await Promise.all(
      files.slice(first, first + LIMITS.segmentsPerCall).map((file) => readFile(file)),
    );
    const page = bodies.map((body, index) => segmentOf(first + index, body));
    const grants = (await call("segments.presign", { recordingId, segments: page })) as Grant[];
    await inParallel([...grants.entries()], PUTS_AT_ONCE, async ([index, { url, headers }]) => {
      const put = await fetch(url, { method: "PUT", headers, body: bodies[index] ?? null });
      if (!put.ok) throw new Error(`S3 answered ${put.status}`);
    });
    segments.push(...page);
  }
  const digest = createHash("sha256");
  for (const { sha256 } of segments) digest.update(Buffer.from(sha256, "base64"));
  const seal = { recordingId, segmentCount: segments.length, digest: digest.digest("base64") };
  await call("recordings.seal", { ...seal, gaps: [] });

  const sealedAtMs = performance.now();
  const input = encodeURIComponent(JSON.stringify({ recordingId }));
  for (;;) {
    const answer = await stack.get(`/trpc/recordings.get?input=${input}`, { authorization });
    const { wholeFile } = answer.data as RecordingToPlay;
    if (wholeFile === undefined) {
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
      continue;
    }
    const tookMs = performance.now() - sealedAtMs;
    const file = new Uint8Array(await (await fetch(wholeFile.url)).arrayBuffer());
    const { packets } = readSegment(file);
    if (packets.length === HOUR_PACKETS) return tookMs;
    throw new Error(`the file has ${packets.length} packets of ${HOUR_PACKETS}`);
  }
}

function segmentOf(sequence: number, body: Uint8Array): SegmentToStore {
  const sha256 = createHash("sha256").update(body).digest("base64");
  const startSample = sequence * SEGMENT_SAMPLES;
  return { sequence, sizeBytes: body.length, sha256, startSample, sampleCount: SEGMENT_SAMPLES };
}
