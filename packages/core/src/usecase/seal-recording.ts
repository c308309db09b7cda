// Writes a recording's manifest, once the bucket holds every segment of it. The manifest is made of the facts
// that the bucket gives.
import type { Gap, Manifest, SealRecordingInput, SegmentToStore } from "../contract.ts";
import { AppError } from "../errors.ts";
import { closeHoles } from "../holes.ts";
import type { Identity } from "../identity.ts";
import type { RecordingId } from "../ids.ts";
import { buildManifest, holdsGaps, manifestOf, refuseSequences } from "../manifest.ts";
import type { Clock, ObjectStore } from "../ports.ts";
import { givenTexts, type RecordingTexts } from "../recording-texts.ts";
import { segmentsDigest, type Sha256 } from "../segments-digest.ts";
import { readSegments, type CountReads } from "./read-segments.ts";
import { writeManifest } from "./write-manifest.ts";

export interface SealPorts {
  readonly clock: Clock;
  readonly store: ObjectStore;
  readonly sha256: Sha256;
  readonly countReads?: CountReads;
}

/** A recording to seal, in one form for both ways to name its segments. */
interface Asked extends RecordingTexts {
  readonly recordingId: RecordingId;
  readonly segmentCount: number;
  readonly digest: string;
  readonly gaps: readonly Gap[];
  /** Every segment, if the caller named them one by one. */
  readonly listed?: readonly SegmentToStore[];
}

/**
 * Sealing again gives the stored manifest, also when another device wrote it: the segments are safe. If the
 * stored manifest ends too early, it is extended: a device may know of more segments than at its first seal.
 *
 * @throws {AppError} INPUT_INVALID – the segments' samples do not follow each other
 * @throws {AppError} RECORDING_INCOMPLETE – names segments that are missing in the list or in the bucket
 * @throws {AppError} CHECKSUM_ABSENT – names segments of which the store gives no SHA-256
 * @throws {AppError} RECORDING_ALTERED – the bucket holds other segments than these
 * @throws {AppError} RECORDING_SEALED – a manifest exists, and these do not go on where it ends
 * @throws {AppError} RECORDING_DELETED – its owner has deleted it
 * @throws {AppError} RECORDING_CHANGING – others keep changing the manifest
 * @throws {AppError} MANIFEST_INVALID – the object in the manifest's place is not a manifest
 */
export async function sealRecording(
  input: SealRecordingInput,
  identity: Identity,
  ports: SealPorts,
): Promise<Manifest> {
  const asked = await askedBy(input, ports);
  return writeManifest(asked.recordingId, identity, ports, {
    isHeldBy: (stored) => holds(stored, asked, ports.sha256),
    read: (stored) => manifestInBucket(asked, stored, identity, ports),
  });
}

async function askedBy(input: SealRecordingInput, { clock, sha256 }: SealPorts): Promise<Asked> {
  if (!("segments" in input)) return input;
  // buildManifest refuses holes, and segments that do not follow each other.
  const { segments: listed } = buildManifest(input, clock.nowMicros());
  const digest = await segmentsDigest(listed, sha256);
  return { ...input, listed, segmentCount: listed.length, digest };
}

/**
 * A device with a full disk can seal a recording, crash, and then remember only its beginning. What was recovered
 * without the device is sealed once more, although nothing is missing: only the device knows that.
 */
async function holds(stored: Manifest, asked: Asked, sha256: Sha256): Promise<boolean> {
  const { segmentCount, digest, gaps } = asked;
  if (stored.isRecovered && stored.segments.length === segmentCount) return false;
  const beginning = stored.segments.slice(0, segmentCount);
  return (
    beginning.length === segmentCount &&
    (await segmentsDigest(beginning, sha256)) === digest &&
    holdsGaps(stored, gaps)
  );
}

/**
 * What another device recovered goes on where this device's memory ends: those segments stay, and the recording
 * stays one that may lack some.
 */
async function manifestInBucket(
  asked: Asked,
  stored: Manifest | undefined,
  identity: Identity,
  { clock, store, sha256, countReads }: SealPorts,
): Promise<Manifest> {
  const { listed, digest, recordingId, segmentCount, gaps } = asked;
  const further = (stored?.isRecovered ? stored.segments : [])
    .map(({ sequence }) => sequence)
    .filter((sequence) => sequence >= segmentCount);
  const sequences = [...Array(segmentCount).keys(), ...further];
  const segments = await readSegments({ recordingId, sequences }, identity, store, countReads);
  const own = segments.slice(0, segmentCount);
  refuseSequences(
    "RECORDING_ALTERED",
    "that are something else in the bucket",
    outOfPlace(own, listed),
  );
  if ((await segmentsDigest(own, sha256)) !== digest) {
    throw new AppError(
      "RECORDING_ALTERED",
      `The ${own.length} segments in the bucket are not those of the digest.`,
    );
  }
  const parts = { ...givenTexts(asked), recordingId };
  const nowMicros = clock.nowMicros();
  if (further.length === 0) return manifestOf({ ...parts, segments, gaps: [...gaps] }, nowMicros);
  const closed = closeHoles(segments);
  return manifestOf(
    { ...parts, segments: closed.segments, gaps: [...gaps, ...closed.gaps], isRecovered: true },
    nowMicros,
  );
}

/** @returns segments that differ from the listed ones; without a list, those that leave a gap or overlap */
function outOfPlace(
  segments: readonly SegmentToStore[],
  listed: readonly SegmentToStore[] | undefined,
): number[] {
  let sampleCount = 0;
  return segments
    .filter((segment, index) => {
      if (listed !== undefined) return !isSame(segment, listed[index]);
      const isNext = segment.startSample === sampleCount;
      sampleCount = segment.startSample + segment.sampleCount;
      return !isNext;
    })
    .map(({ sequence }) => sequence);
}

function isSame(a: SegmentToStore, b: SegmentToStore | undefined): boolean {
  return (
    a.sequence === b?.sequence &&
    a.sizeBytes === b.sizeBytes &&
    a.sha256 === b.sha256 &&
    a.startSample === b.startSample &&
    a.sampleCount === b.sampleCount
  );
}
