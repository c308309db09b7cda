// One recording by the real encoding and the real journal, of sound that a test makes up block by block.
import { expect } from "vitest";
import { makeRecordingId } from "@tapedeck/core/ids";
import type { PcmSource, WorkletPort } from "../../packages/recorder/src/capture/pcm-source.ts";
import { startEncoding } from "../../packages/recorder/src/encode/encoding.ts";
import type { FromWorker } from "../../packages/recorder/src/encode/worker-protocol.ts";
import type {
  JournalFile,
  JournalFiles,
} from "../../packages/recorder/src/journal/journal-files.ts";
import { decodeJournal } from "../../packages/recorder/src/journal/journal-format.ts";
import { segmentOfJournalFile } from "../../packages/recorder/src/journal/journal-segment.ts";
import { createMemoryFiles } from "../../packages/recorder/src/journal/memory-files.ts";
import { createMemoryRecords } from "../../packages/recorder/src/journal/memory-records.ts";
import { createRecordingJournal } from "../../packages/recorder/src/journal/recording-journal.ts";
import { sha256Of } from "./bucket.ts";
import { installFakeEncoder } from "./fake-encoder.ts";

export async function beginRecording({
  sampleRateHz = 48_000,
  keptBackFrames = 0,
}: { readonly sampleRateHz?: number; readonly keptBackFrames?: number } = {}) {
  installFakeEncoder({ keptBackFrames });
  const request = {
    recordingId: makeRecordingId(1_795_392_000_000_000, new Uint8Array(6)),
    owner: "ada",
    packetsPerSegment: 100,
    bitsPerSecond: 64_000,
  };
  const memory = createMemoryFiles("opfs");
  let writeCount = 0;
  const files: JournalFiles = {
    ...memory,
    create: async (name) => {
      const file = await memory.create(name);
      const append: JournalFile["append"] = (bytes) => {
        writeCount += 1;
        file.append(bytes);
      };
      return { ...file, append };
    },
  };
  const records = createMemoryRecords();
  const sha256 = async (bytes: Uint8Array) => sha256Of(bytes);
  const journal = await createRecordingJournal({ ...request, files, records, sha256 });
  const said: FromWorker[] = [];
  const finished = Promise.withResolvers<void>();
  let port: WorkletPort;
  const openSource = (): PcmSource => {
    port = { onmessage: null, close: () => undefined };
    return { kind: "worklet", sampleRateHz, port };
  };
  const encoding = startEncoding(
    { kind: "start", source: openSource(), ...request },
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
  return {
    encoding,
    /** What the window was told. */
    said,
    writeCount: () => writeCount,
    changeSource: () => encoding.read(openSource()),
    /** Packets in the files, each counted once. */
    async durablePackets(): Promise<number> {
      let count = 0;
      for (const name of await files.list()) {
        const { header, packets } = decodeJournal((await files.read(name)) ?? new Uint8Array());
        count += packets.length - (header?.sequence ? header.skipPackets : 0);
      }
      return count;
    },
    /** @param amplitudeAt - of each sample of the block */
    async hear(sampleCount: number, amplitudeAt: (index: number) => number): Promise<void> {
      const samples = Float32Array.from({ length: sampleCount }, (_, index) => amplitudeAt(index));
      port.onmessage?.(new MessageEvent("message", { data: { samples } }));
      await new Promise(setImmediate);
    },
    /** The segments' files, once all is closed; each is what its recorder hashed. */
    async stop() {
      encoding.stop();
      await finished.promise;
      const names = await files.list();
      const made = await Promise.all(
        names.map(async (name) => {
          const file = await files.read(name);
          const segment = file && segmentOfJournalFile(file);
          if (!segment) throw new Error(`${name} holds no segment`);
          return segment.bytes;
        }),
      );
      const hashes = said.flatMap((each) => (each.kind === "segment" ? [each.segment.sha256] : []));
      expect(made.map(sha256Of)).toEqual(hashes);
      return made;
    },
  };
}
