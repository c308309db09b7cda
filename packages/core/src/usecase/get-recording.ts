// A sealed recording to be played: its manifest, and URLs of a page of its segments.
import type { GetRecordingInput, RecordingToPlay } from "../contract.ts";
import { attachment } from "../download-name.ts";
import type { Identity, IdentityRules } from "../identity.ts";
import { LIMITS } from "../limits.ts";
import { objectKey, sequenceDigits } from "../object-key.ts";
import type { ObjectStore, ReadUrlSigner } from "../ports.ts";
import { placesOf } from "./find-place.ts";
import { requireManifest } from "./read-manifest.ts";

/** @throws {AppError} RECORDING_NOT_FOUND, MANIFEST_INVALID */
export async function getRecording(
  input: GetRecordingInput,
  identity: Identity,
  ports: {
    readonly store: ObjectStore;
    readonly readUrlSigner: ReadUrlSigner;
    readonly identityRules: Pick<IdentityRules, "userTypes">;
  },
): Promise<RecordingToPlay> {
  const { recordingId, firstSequence } = input;
  const places = placesOf(identity, ports.identityRules);
  const { manifest, place } = await requireManifest(ports.store, places, recordingId);
  // All of them at once would not fit into an answer of Lambda's.
  const page = manifest.segments.slice(firstSequence, firstSequence + LIMITS.segmentsPerCall);
  const segments = await Promise.all(
    page.map(async (segment) => {
      const { sequence } = segment;
      // From who asks, never from what is stored.
      const key = objectKey(place, { kind: "segment", recordingId, sequence });
      const contentDisposition = attachment(
        manifest.title ?? recordingId,
        `-${sequenceDigits(sequence)}.webm`,
      );
      return { ...segment, ...(await ports.readUrlSigner.signGet({ key, contentDisposition })) };
    }),
  );
  return { ...manifest, segments, segmentCount: manifest.segments.length };
}
