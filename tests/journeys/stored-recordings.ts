// Recordings that lie in the bucket before a page opens, stored as an integrator stores them.
import { createHash } from "node:crypto";
import type { Grant } from "@tapedeck/core/contract";
import { makeRecordingId, type RecordingId } from "@tapedeck/core/ids";
import type { TestStack } from "../fixtures/stack/test-stack.ts";

export interface StoredRecording {
  /** By this machine's time zone. */
  readonly startedAt: Date;
  readonly title?: string;
  /** Default 1; at most 100. */
  readonly segmentCount?: number;
  /** Default 2. */
  readonly segmentSeconds?: number;
  /** Default true; else its manifest is missing. */
  readonly isSealed?: boolean;
}

/** @returns the calls of the API with a person's token */
export async function callsOf(stack: TestStack, name: "ada" | "ben") {
  const headers = { authorization: `Bearer ${await stack.tokenOf(name)}` };
  return {
    mutate: (procedure: string, input: unknown) =>
      stack.post(procedure, JSON.stringify(input), headers),
    query: (procedure: string, input: unknown) =>
      stack.get(`/trpc/${procedure}?input=${encodeURIComponent(JSON.stringify(input))}`, headers),
  };
}

type Calls = Awaited<ReturnType<typeof callsOf>>;

/** The bytes are no sound: the stories that use them play none. */
const bodyOf = (sequence: number) => Buffer.from(`segment ${sequence} `.repeat(500));

export async function storeRecording(
  { mutate }: Calls,
  { startedAt, title, segmentCount = 1, segmentSeconds = 2, isSealed = true }: StoredRecording,
): Promise<RecordingId> {
  const entropy = crypto.getRandomValues(new Uint8Array(6));
  const recordingId = makeRecordingId(startedAt.getTime() * 1000, entropy);
  const sampleCount = segmentSeconds * 48_000;
  const segments = Array.from({ length: segmentCount }, (_, sequence) => ({
    sequence,
    sizeBytes: bodyOf(sequence).length,
    sha256: createHash("sha256").update(bodyOf(sequence)).digest("base64"),
    startSample: sequence * sampleCount,
    sampleCount,
  }));
  const { data } = await mutate("segments.presign", { recordingId, segments });
  for (const [sequence, { url, headers }] of (data as Grant[]).entries()) {
    const { status } = await fetch(url, { method: "PUT", headers, body: bodyOf(sequence) });
    if (status !== 200) throw new Error(`S3 answered ${status}`);
  }
  if (!isSealed) return recordingId;
  const named = title === undefined ? {} : { title };
  const { status, text } = await mutate("recordings.seal", {
    recordingId,
    segments,
    gaps: [],
    ...named,
  });
  if (status !== 200) throw new Error(text);
  return recordingId;
}
