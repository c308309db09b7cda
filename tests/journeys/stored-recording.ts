// Puts a recording of any length into the bucket, without recording for so long: seconds of real sound, over
// and over.
import { hash } from "node:crypto";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import type { Page } from "playwright-core";
import type { Gap, Grant } from "@tapedeck/core/contract";
import { makeRecordingId, type RecordingId } from "@tapedeck/core/ids";
import { inParallel } from "@tapedeck/core/in-parallel";
import { objectKey } from "@tapedeck/core/object-key";
import { PEAK_MS, type Peaks } from "@tapedeck/core/peaks";
import { joinSegments } from "@tapedeck/core/webm/join";
import { segmentCut } from "@tapedeck/core/webm/segment-cut";
import { writeSegment } from "@tapedeck/core/webm/segment-writer";
import { s3ClientOf } from "../fixtures/stack/s3-client.ts";
import type { TestStack } from "../fixtures/stack/test-stack.ts";
import { readRecordings } from "./recordings.ts";

const PACKETS_PER_SEGMENT = 250;
const PEAKS_PER_SEGMENT = (PACKETS_PER_SEGMENT * 20) / PEAK_MS;

/** Packets of an encoder of this browser: a tone that swells, so that a waveform has a shape. */
export async function encodeTone(page: Page, packetCount: number): Promise<Uint8Array[]> {
  const encoded = await page.evaluate(async (count) => {
    const packets: string[] = [];
    const encoder = new AudioEncoder({
      output: (packet) => {
        const bytes = new Uint8Array(packet.byteLength);
        packet.copyTo(bytes);
        packets.push(bytes.toBase64());
      },
      error: (error) => {
        throw error;
      },
    });
    encoder.configure({
      codec: "opus",
      sampleRate: 48_000,
      numberOfChannels: 1,
      bitrate: 64_000,
      opus: { frameDuration: 20_000 },
    });
    for (let index = 0; index < count + 2; index++) {
      const data = new Float32Array(960).map((_, i) => {
        const seconds = (index * 960 + i) / 48_000;
        return 0.5 * Math.abs(Math.sin(seconds)) * Math.sin(2 * Math.PI * 440 * seconds);
      });
      const shape = { format: "f32-planar", sampleRate: 48_000, numberOfChannels: 1 } as const;
      const block = new AudioData({
        ...shape,
        numberOfFrames: 960,
        timestamp: index * 20_000,
        data,
      });
      encoder.encode(block);
      block.close();
    }
    await encoder.flush();
    encoder.close();
    return packets.slice(0, count);
  }, packetCount);
  return encoded.map((packet) => new Uint8Array(Buffer.from(packet, "base64")));
}

/** Stores and seals a recording of ada's, as an old page would. */
export async function storeRecording(
  stack: TestStack,
  packets: readonly Uint8Array[],
  {
    gaps = [],
    startedHoursAgo = 1,
    lost,
    peaks,
  }: {
    readonly gaps?: readonly Gap[];
    readonly startedHoursAgo?: number;
    /** The device was lost with these sequences, before it could seal. */
    readonly lost?: readonly number[];
    /** Ten a second, as its recorder takes them; a recording of an old page has none. */
    readonly peaks?: Peaks;
  } = {},
): Promise<RecordingId> {
  const authorization = `Bearer ${await stack.tokenOf("ada")}`;
  const startedAtMs = Date.now() - startedHoursAgo * 3_600_000;
  const recordingId = makeRecordingId(startedAtMs * 1000, new Uint8Array(6));
  const call = async (procedure: string, input: unknown): Promise<unknown> => {
    const answer = await stack.post(procedure, JSON.stringify(input), { authorization });
    if (answer.status !== 200) throw new Error(`${procedure}: ${answer.text}`);
    return answer.data;
  };
  const segmentCount = Math.ceil((packets.length - 1) / PACKETS_PER_SEGMENT);
  const segments = Array.from({ length: segmentCount }, (_, sequence) => {
    const cut = segmentCut({ sequence, packetsPerSegment: PACKETS_PER_SEGMENT });
    const own = packets.slice(cut.firstPacket, cut.endPacket);
    const { skipSamples } = cut;
    const bytes = writeSegment({
      packets: own,
      channelCount: 1,
      skipSamples,
      discardSamples: 0,
      peaks: peaks?.slice(sequence * PEAKS_PER_SEGMENT, (sequence + 1) * PEAKS_PER_SEGMENT),
    });
    const facts = {
      sequence,
      sizeBytes: bytes.length,
      sha256: hash("sha256", bytes, "base64"),
      startSample: sequence * PACKETS_PER_SEGMENT * 960,
      sampleCount: own.length * 960 - skipSamples,
    };
    return { bytes, facts };
  });
  const stored = segments.filter(({ facts }) => lost?.includes(facts.sequence) !== true);
  for (let from = 0; from < stored.length; from += 100) {
    const batch = stored.slice(from, from + 100);
    const grants = (await call("segments.presign", {
      recordingId,
      segments: batch.map(({ facts }) => facts),
    })) as Grant[];
    await inParallel([...grants.entries()], 16, async ([index, { url, headers }]) => {
      const put = await fetch(url, { method: "PUT", headers, body: batch[index]?.bytes ?? null });
      if (put.status !== 200) throw new Error(`S3 answered ${put.status}`);
    });
  }
  if (lost !== undefined) return recordingId;
  const hashes = segments.map(({ facts }) => Buffer.from(facts.sha256, "base64"));
  const digest = hash("sha256", Buffer.concat(hashes), "base64");
  await call("recordings.seal", { recordingId, segmentCount, digest, gaps });
  return recordingId;
}

/** Makes the page play this recording when it asks for the one that it has just recorded. */
export async function answerWith(page: Page, recordingId: RecordingId): Promise<void> {
  await page.route(/\/trpc\/recordings\.get\?/, (route, request) => {
    const url = new URL(request.url());
    const input = JSON.parse(url.searchParams.get("input") ?? "{}") as object;
    url.searchParams.set("input", JSON.stringify({ ...input, recordingId }));
    return route.continue({ url: url.href });
  });
}

/** What the function makes after a seal: the only recording of the bucket as one file. */
export async function storeWholeFile(stack: TestStack): Promise<void> {
  const [recording] = await readRecordings(stack);
  const [first] = recording?.segments ?? [];
  if (recording === undefined || first === undefined) throw new Error("the bucket is empty");
  const { recordingId, segments } = recording;
  const hashes = segments.map(({ bytes }) => hash("sha256", bytes, "buffer"));
  await s3ClientOf(stack, stack.credentials).send(
    new PutObjectCommand({
      Bucket: stack.bucket,
      Key: objectKey(first.identity, { kind: "file", recordingId }),
      Body: joinSegments(segments.map(({ bytes }) => bytes)),
      ContentType: "audio/webm;codecs=opus",
      Metadata: { "manifest-digest": hash("sha256", Buffer.concat(hashes), "base64") },
    }),
  );
}
