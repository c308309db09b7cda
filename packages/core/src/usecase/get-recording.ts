// Gives a player its input: a sealed recording's manifest, the URL of its whole file, and URLs of a page of its
// segments; or the one URL of an upload.
import type {
  GetRecordingInput,
  Manifest,
  RecordingToPlay,
  UploadToPlay,
  WhatToPlay,
} from "../contract.ts";
import { attachment } from "../download-name.ts";
import type { Identity, IdentityRules } from "../identity.ts";
import { isTimestamp, parseTimestamp, type RecordingId, type Timestamp } from "../ids.ts";
import { LIMITS, SEGMENT_CONTENT_TYPE, UPLOAD_CONTENT_TYPE } from "../limits.ts";
import { isoTime } from "../manifest.ts";
import { objectKey, sequenceDigits } from "../object-key.ts";
import type { ObjectStore, ReadUrlSigner } from "../ports.ts";
import { segmentsDigest, type Sha256 } from "../segments-digest.ts";
import { digestOfWholeFile } from "../whole-file.ts";
import { placesOf, type Places } from "./find-place.ts";
import { requireManifest } from "./read-manifest.ts";
import { requireUpload } from "./upload-details.ts";

interface GetPorts {
  readonly store: ObjectStore;
  readonly readUrlSigner: ReadUrlSigner;
  readonly sha256: Sha256;
}

/** @throws {AppError} RECORDING_NOT_FOUND, MANIFEST_INVALID */
export async function getRecording(
  input: GetRecordingInput,
  identity: Identity,
  ports: GetPorts & { readonly identityRules: Pick<IdentityRules, "userTypes"> },
): Promise<WhatToPlay> {
  const { recordingId, firstSequence } = input;
  const places = placesOf(identity, ports.identityRules);
  if (isTimestamp(recordingId)) return getUpload(recordingId, places, ports);
  const { manifest, place } = await requireManifest(ports.store, places, recordingId);
  // All segments at once would not fit into an answer of Lambda.
  const page = manifest.segments.slice(firstSequence, firstSequence + LIMITS.segmentsPerCall);
  const signedPage = Promise.all(
    page.map(async (segment) => {
      const { sequence } = segment;
      // The key is made of the caller's identity, never of stored text.
      const key = objectKey(place, { kind: "segment", recordingId, sequence });
      const contentDisposition = attachment(
        manifest.title ?? recordingId,
        `-${sequenceDigits(sequence)}.webm`,
      );
      const toSign = { key, contentType: SEGMENT_CONTENT_TYPE, contentDisposition };
      return { ...segment, ...(await ports.readUrlSigner.signGet(toSign)) };
    }),
  );
  const [segments, wholeFile] = await Promise.all([
    signedPage,
    wholeFileOf(manifest, recordingId, place, ports),
  ]);
  return {
    ...manifest,
    state: "sealed",
    segments,
    segmentCount: manifest.segments.length,
    ...(wholeFile === undefined ? {} : { wholeFile }),
  };
}

/** @returns `undefined` while there is no file, or while it lacks segments that a later seal added */
async function wholeFileOf(
  { segments, title }: Manifest,
  recordingId: RecordingId,
  place: Identity,
  { store, readUrlSigner, sha256 }: GetPorts,
): Promise<RecordingToPlay["wholeFile"]> {
  const key = objectKey(place, { kind: "file", recordingId });
  const head = await store.head(key);
  if (head === undefined) return undefined;
  if (digestOfWholeFile(head) !== (await segmentsDigest(segments, sha256))) return undefined;
  const contentDisposition = attachment(title ?? recordingId, ".webm");
  const signed = await readUrlSigner.signGet({
    key,
    contentType: SEGMENT_CONTENT_TYPE,
    contentDisposition,
  });
  return { ...signed, sizeBytes: head.sizeBytes };
}

async function getUpload(
  timestamp: Timestamp,
  places: Places,
  ports: { readonly store: ObjectStore; readonly readUrlSigner: ReadUrlSigner },
): Promise<UploadToPlay> {
  const { place, sizeBytes, title } = await requireUpload(ports.store, places, timestamp);
  const key = objectKey(place, { kind: "upload", timestamp });
  const contentDisposition = attachment(title ?? timestamp, ".webm");
  return {
    state: "file",
    recordingId: timestamp,
    startedAt: isoTime(parseTimestamp(timestamp)),
    ...(title === undefined ? {} : { title }),
    sizeBytes,
    file: await ports.readUrlSigner.signGet({
      key,
      contentType: UPLOAD_CONTENT_TYPE,
      contentDisposition,
    }),
    segments: [],
    segmentCount: 0,
  };
}
