// A recording that nobody stops: it ends where a manifest ends, and the contract takes it whole.
import { expect, test } from "vitest";
import { sealRecordingInput } from "@tapedeck/core/contract";
import { makeRecordingId } from "@tapedeck/core/ids";
import { LIMITS, PACKET_SAMPLES } from "@tapedeck/core/limits";
import { startEncoding } from "../../packages/recorder/src/encode/encoding.ts";
import { createRecordingJournal } from "../../packages/recorder/src/journal/recording-journal.ts";
import { createMemoryFiles } from "../../packages/recorder/src/journal/memory-files.ts";
import { createMemoryRecords } from "../../packages/recorder/src/journal/memory-records.ts";
import type { WorkletPort } from "../../packages/recorder/src/capture/pcm-source.ts";
import type { FromWorker } from "../../packages/recorder/src/encode/worker-protocol.ts";
import { sha256Of } from "./bucket.ts";
import { installFakeEncoder } from "./fake-encoder.ts";

const BLOCK_PACKETS = 50;

test("a recording ends by itself with the last segment that a manifest may name, and lacks nothing", async () => {
  installFakeEncoder();
  const request = {
    recordingId: makeRecordingId(1_795_392_000_000_000, new Uint8Array(6)),
    owner: "ada",
    packetsPerSegment: 1,
    bitsPerSecond: 64_000,
  };
  const files = createMemoryFiles("opfs");
  const journal = await createRecordingJournal({
    ...request,
    files,
    records: createMemoryRecords(),
    sha256: async (bytes) => sha256Of(bytes),
  });
  const said: FromWorker[] = [];
  const finished = Promise.withResolvers<void>();
  const port: WorkletPort = { onmessage: null, close: () => undefined };
  startEncoding(
    { kind: "start", source: { kind: "worklet", sampleRateHz: 48_000, port }, ...request },
    {
      journal,
      files,
      now: () => ({ monotonicMs: 0, wallMs: 0 }),
      post: (message) => {
        said.push(message);
        if (message.kind === "finished") finished.resolve();
      },
    },
  );
  const hasEnded = () => said.some(({ kind }) => kind === "failed");
  for (let block = 0; !hasEnded(); block++) {
    expect(block * BLOCK_PACKETS).toBeLessThanOrEqual(LIMITS.segmentsPerRecording);
    const samples = new Float32Array(BLOCK_PACKETS * PACKET_SAMPLES);
    port.onmessage?.(new MessageEvent("message", { data: { samples } }));
    // The encoder gives its packets, and the journal opens its files.
    await new Promise(setImmediate);
  }
  await finished.promise;

  const segments = said.flatMap((message) => (message.kind === "segment" ? [message.segment] : []));
  expect(said.filter(({ kind }) => kind === "failed")).toEqual([
    {
      kind: "failed",
      code: "RECORDING_TOO_LONG",
      message: "A recording may have 20000 segments and 24 hours at most.",
    },
  ]);
  expect(segments.map(({ sequence }) => sequence)).toEqual([
    ...Array(LIMITS.segmentsPerRecording).keys(),
  ]);
  const question = {
    recordingId: request.recordingId,
    segments: segments.map(({ sequence, sizeBytes, sha256, startSample, sampleCount }) => ({
      sequence,
      sizeBytes,
      sha256,
      startSample,
      sampleCount,
    })),
    gaps: [],
  };
  expect(sealRecordingInput.safeParse(question).success).toBe(true);
  expect(said.at(-1)).toMatchObject({
    kind: "finished",
    sampleCount: LIMITS.segmentsPerRecording * PACKET_SAMPLES,
    recording: { state: "ended" },
  });
});
