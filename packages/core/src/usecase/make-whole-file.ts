// Makes `{recordingId}.webm`, the whole recording as one file, of the segments that its manifest names. It reads
// each segment once, and keeps one cluster in memory. See docs/decisions/0009-whole-file.md.
import type { Manifest } from "../contract.ts";
import { AppError } from "../errors.ts";
import type { Identity } from "../identity.ts";
import type { RecordingId } from "../ids.ts";
import { inOrder } from "../in-order.ts";
import { refuseSequences } from "../manifest.ts";
import { objectKey } from "../object-key.ts";
import { segmentsDigest } from "../segments-digest.ts";
import { createJoiner, readSegmentToJoin, type JoinEnd } from "../webm/joiner.ts";
import { digestOfWholeFile, wholeFileMetadata } from "../whole-file.ts";
import { changing, readManifest } from "./read-manifest.ts";
import type { FileDraft, WholeFilePorts } from "./whole-file-ports.ts";

/** S3 gives a segment in some 20 ms: eight at a time make an hour in 2 s. They are 0.4 MB of memory. */
const READS_AHEAD = 8;

/** Each time another event was faster, which happens when a recording is sealed and extended at once. */
const MAX_TRIES = 3;

/** `kept`: the bucket holds this file already. `deleted`: there is no recording any more, and no file. */
export type WholeFileOutcome = "made" | "kept" | "deleted";

/**
 * Any write of the manifest may call it, also twice at once. A repeated event or a rename keeps the file. If two
 * calls make the file of one recording, the later manifest wins.
 *
 * @throws {AppError} MANIFEST_INVALID – the object in the manifest's place is not a manifest
 * @throws {AppError} RECORDING_INCOMPLETE – names a segment that the bucket does not hold with its size
 * @throws {AppError} RECORDING_ALTERED – a segment has other bytes than the manifest says, or other sound
 * @throws {AppError} WEBM_INVALID – a segment cannot be read, or does not follow the one before it
 * @throws {AppError} RECORDING_CHANGING – others were faster at every try
 */
export async function makeWholeFile(
  recordingId: RecordingId,
  identity: Identity,
  ports: WholeFilePorts,
): Promise<WholeFileOutcome> {
  const key = objectKey(identity, { kind: "file", recordingId });
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const manifest = await manifestOf(recordingId, identity, ports);
    const before = await ports.headVersion(key);
    if (manifest === undefined) {
      // Also what a call left that was stopped between its PUT and its last look.
      if (before !== undefined) await ports.remove(key);
      return "deleted";
    }
    const digest = await segmentsDigest(manifest.segments, ports.sha256);
    if (before && digestOfWholeFile(before) === digest) return "kept";
    const making = ports.withDraft(async (draft) => {
      const { head } = await joinInto(draft, manifest, recordingId, identity, ports);
      const metadata = wholeFileMetadata(digest);
      return draft.store({ key, head, metadata, replaces: before?.version });
    });
    const outcome = await making.catch(async (thrown: unknown) => {
      // A delete that runs beside this removes segments. Such a refusal rang the alarm for a damaged recording.
      if ((await manifestOf(recordingId, identity, ports)) === undefined) return "deleted";
      throw thrown;
    });
    if (outcome === "deleted") return outcome;
    if (outcome === "changed") continue;
    // A delete lays its tombstone first and removes objects then. If the tombstone is not there yet, the delete
    // will find the file; if it is, the delete may have looked before the file came.
    if ((await manifestOf(recordingId, identity, ports)) !== undefined) return "made";
    await ports.remove(key);
    return "deleted";
  }
  throw changing(recordingId);
}

/** @returns `undefined` when the recording was deleted, or its manifest is gone */
async function manifestOf(
  recordingId: RecordingId,
  identity: Identity,
  ports: WholeFilePorts,
): Promise<Manifest | undefined> {
  try {
    const key = objectKey(identity, { kind: "manifest", recordingId });
    return (await readManifest(ports, key))?.manifest;
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === "RECORDING_DELETED") return undefined;
    throw thrown;
  }
}

async function joinInto(
  draft: FileDraft,
  { segments, sampleCount }: Manifest,
  recordingId: RecordingId,
  identity: Identity,
  ports: WholeFilePorts,
): Promise<JoinEnd> {
  const joiner = createJoiner();
  const files = inOrder(segments, READS_AHEAD, async (segment) => {
    const { sequence, sizeBytes } = segment;
    // The key is made of the caller's identity, never of stored text.
    const key = objectKey(identity, { kind: "segment", recordingId, sequence });
    return { segment, bytes: await ports.readObject(key, sizeBytes) };
  });
  let nextSequence = 0;
  for await (const { segment, bytes } of files) {
    const { sequence } = segment;
    const isAfterHole = sequence > nextSequence;
    nextSequence = sequence + 1;
    if (bytes === undefined) {
      refuseSequences("RECORDING_INCOMPLETE", "not in the bucket", [sequence], "uncounted");
      continue;
    }
    if ((await ports.sha256(bytes)) !== segment.sha256) {
      const state = "that are something else in the bucket";
      refuseSequences("RECORDING_ALTERED", state, [sequence], "uncounted");
    }
    await draft.append(joiner.add(readSegmentToJoin(bytes, sequence), isAfterHole));
  }
  const end = joiner.end();
  if (end.sampleCount !== sampleCount) {
    throw new AppError(
      "RECORDING_ALTERED",
      `The segments have ${end.sampleCount} samples, and the manifest says ${sampleCount}.`,
    );
  }
  await draft.append([end.lastCluster]);
  return end;
}
