// A newcomer has a token of their own and nothing in the bucket. Attacks by newcomers share no recording and
// no limit on calls.
import { createHash, randomUUID } from "node:crypto";
import type { Grant, SegmentToStore } from "@tapedeck/core/contract";
import { makeRecordingId, type RecordingId } from "@tapedeck/core/ids";
import { userPrefix } from "@tapedeck/core/object-key";
import type { Answer } from "../fixtures/stack/test-stack.ts";
import type { Arena, Attack } from "./arena.ts";
import { callLibrary } from "./other-libraries.ts";

/** Samples of each of {@link segment}'s. */
export const SEGMENT_SAMPLES = 96_000;

/** Each sequence has its own bytes, so that a digest identifies its segments. */
export const bytesOf = (sequence: number) => Buffer.from(`sound number ${sequence} `.repeat(20));

export const sha256Of = (bytes: Uint8Array | string) =>
  createHash("sha256").update(bytes).digest("base64");

/** Two seconds, where they belong. */
export function segment(sequence: number, over: Partial<SegmentToStore> = {}): SegmentToStore {
  const bytes = bytesOf(sequence);
  const startSample = sequence * SEGMENT_SAMPLES;
  return {
    sequence,
    sizeBytes: bytes.length,
    sha256: sha256Of(bytes),
    startSample,
    sampleCount: SEGMENT_SAMPLES,
    ...over,
  };
}

/** Of segments in that order, as `recordings.seal` wants it. */
export const digestOf = (...segments: readonly Pick<SegmentToStore, "sha256">[]) =>
  sha256Of(Buffer.concat(segments.map(({ sha256 }) => Buffer.from(sha256, "base64"))));

/** As `segments.verify` takes them. */
export const toVerify = ({ sequence, sizeBytes, sha256 }: SegmentToStore) => ({
  sequence,
  sizeBytes,
  sha256,
});

export interface Newcomer {
  readonly token: string;
  readonly prefix: string;
  /** Nothing of it is stored yet. */
  readonly recordingId: RecordingId;
  readonly call: (procedure: string, input: object) => Promise<Answer>;
  /** Grants for {@link recordingId}. */
  readonly grantsFor: (...segments: readonly SegmentToStore[]) => Promise<readonly Grant[]>;
  /** Stores these, each with the bytes of its sequence. */
  readonly store: (...segments: readonly SegmentToStore[]) => Promise<void>;
  /** Seals {@link recordingId} by count and digest; the given fields replace these. */
  readonly seal: (over: object) => Promise<Answer>;
  /** Stores a one-off upload. @returns its timestamp */
  readonly upload: () => Promise<string>;
}

let newcomers = 0;

export async function enter(arena: Arena, recordingId = newRecordingId()): Promise<Newcomer> {
  const sub = randomUUID();
  const token = await arena.stack.cognito.signToken(arena.claims({ sub }));
  const call = (procedure: string, input: object) => callLibrary(arena, procedure, input, token);
  async function grantsFor(...segments: readonly SegmentToStore[]) {
    const { data, text } = await call("segments.presign", { recordingId, segments });
    if (!Array.isArray(data)) throw new Error(`no grants: ${text}`);
    return data as Grant[];
  }
  return {
    token,
    prefix: userPrefix({ userType: "customer", provider: "cognito", sub }),
    recordingId,
    call,
    grantsFor,
    async store(...segments) {
      const grants = await grantsFor(...segments);
      await Promise.all(
        grants.map((grant, index) => put(grant, bytesOf(segments[index]?.sequence ?? 0))),
      );
    },
    seal: (over) => call("recordings.seal", { recordingId, gaps: [], ...over }),
    async upload() {
      const { sizeBytes, sha256 } = segment(0);
      const { data } = await call("uploads.presign", {
        contentType: "audio/webm",
        sizeBytes,
        sha256,
      });
      const grant = data as Grant;
      await put(grant, bytesOf(0));
      return /([^/]+)\.webm$/.exec(grant.key)?.[1] ?? "";
    },
  };
}

function newRecordingId(): RecordingId {
  newcomers += 1;
  const entropy = Uint8Array.of(1, 0, 0, 0, newcomers >> 5, newcomers & 31);
  return makeRecordingId(Date.now() * 1000, entropy);
}

/** Uses a grant as it was meant. */
export async function put(
  { url, headers }: Pick<Grant, "url" | "headers">,
  body: Buffer<ArrayBuffer>,
): Promise<void> {
  const { status } = await fetch(url, { method: "PUT", headers, body });
  if (status !== 200) throw new Error(`not stored: ${status}`);
}

/** An attack by a newcomer. */
export const byNewcomer = (
  name: string,
  run: (newcomer: Newcomer, arena: Arena) => Promise<string | undefined>,
): Attack => ({
  name,
  run: async (arena) => run(await enter(arena), arena),
});

/** One who has stored segments 0 and 1. */
export const byOwnerOfTwo = (
  name: string,
  run: (owner: Newcomer, arena: Arena) => Promise<string | undefined>,
): Attack =>
  byNewcomer(name, async (owner, arena) => {
    await owner.store(segment(0), segment(1));
    return run(owner, arena);
  });
