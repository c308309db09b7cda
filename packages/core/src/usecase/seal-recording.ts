// Writes a recording's manifest, once, when every segment that it names is in the bucket as it says.
import type { Manifest, SealRecordingInput, SegmentVerdict } from "../contract.ts";
import { AppError } from "../errors.ts";
import type { Identity } from "../identity.ts";
import { buildManifest, holdsAllOf, refuseSequences } from "../manifest.ts";
import { manifestMetadata } from "../manifest-metadata.ts";
import { objectKey } from "../object-key.ts";
import type { Clock, ObjectStore } from "../ports.ts";
import { readManifest } from "./read-manifest.ts";
import { inspectSegments } from "./verify-segments.ts";

/**
 * Sealing again gives the manifest that is there, whoever wrote it first: what was asked for is safe.
 *
 * @throws {AppError} INPUT_INVALID – the segments' samples do not follow each other
 * @throws {AppError} RECORDING_INCOMPLETE – names what is missing: in the sequence or in the bucket
 * @throws {AppError} CHECKSUM_ABSENT – the store gives no SHA-256 of some of them, named
 * @throws {AppError} RECORDING_ALTERED – names what in the bucket is something else
 * @throws {AppError} RECORDING_SEALED – a manifest exists, and lacks what is asked for
 * @throws {AppError} MANIFEST_INVALID – what is stored there is none
 */
export async function sealRecording(
  input: SealRecordingInput,
  identity: Identity,
  ports: { readonly clock: Clock; readonly store: ObjectStore },
): Promise<Manifest> {
  const { store } = ports;
  const { recordingId } = input;
  const key = objectKey(identity, { kind: "manifest", recordingId });
  const manifest = buildManifest(input, ports.clock.nowMicros());
  const sealedBefore = await readManifest(store, key);
  if (sealedBefore) return confirm(sealedBefore.manifest, manifest);

  const verdicts = await inspectSegments(input, identity, store);
  const that = (isSo: (verdict: SegmentVerdict) => boolean) =>
    verdicts.filter(isSo).map(({ sequence }) => sequence);
  refuseSequences(
    "RECORDING_INCOMPLETE",
    "not in the bucket",
    that(({ state }) => state === "missing"),
  );
  refuseSequences(
    "RECORDING_ALTERED",
    "that are something else in the bucket",
    that(({ state, checksum }) => state === "mismatch" && checksum !== "absent"),
  );
  refuseSequences(
    "CHECKSUM_ABSENT",
    "of which the store gives no SHA-256",
    that(({ checksum }) => checksum === "absent"),
  );

  const json = JSON.stringify(manifest);
  if ((await store.putJsonIfAbsent(key, json, manifestMetadata(manifest))) === "stored") {
    return manifest;
  }
  const winner = await readManifest(store, key);
  // Deleted between two requests: whoever asks again writes it.
  if (!winner) throw new AppError("SERVICE_UNAVAILABLE", "The manifest is being changed.");
  return confirm(winner.manifest, manifest);
}

function confirm(stored: Manifest, asked: Manifest): Manifest {
  if (holdsAllOf(stored, asked)) return stored;
  throw new AppError(
    "RECORDING_SEALED",
    `The recording was sealed with ${stored.segments.length} segments of ${stored.sampleCount} samples; it cannot be sealed with ${asked.segments.length} of ${asked.sampleCount}.`,
  );
}
