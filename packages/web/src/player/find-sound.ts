// Chooses from where a recording plays: the journal on this device, the whole file in the bucket, or the
// segments in the bucket.
import type { ManifestGap, RecordingToPlay } from "@tapedeck/core/contract";
import { AppError, toAppError } from "@tapedeck/core/errors";
import { isRecordingId, type RecordingId } from "@tapedeck/core/ids";
import type { SoundPorts } from "./ports.ts";

interface SoundFacts {
  readonly title: string | undefined;
  /** Unknown until the browser has read the file's head. */
  readonly durationMs: number | undefined;
  readonly gaps: readonly ManifestGap[];
}

export type Sound =
  | (SoundFacts & {
      readonly kind: "url";
      readonly url: string;
      readonly sizeBytes: number;
      /** Absent of a one-off upload, which has no segments. */
      readonly first?: RecordingToPlay;
    })
  | (SoundFacts & { readonly kind: "segments"; readonly first: RecordingToPlay })
  | (SoundFacts & {
      readonly kind: "device";
      readonly bytes: Uint8Array<ArrayBuffer>;
      /** Other parts of it have left this device, and the bucket does not give them out yet. */
      readonly isPartial: boolean;
    });

/**
 * What is on its way to the bucket plays from this device, because the bucket gives out only what is sealed.
 *
 * @throws {AppError} as `recordings.get`
 */
export async function findSound(
  recordingId: string,
  { recorder, getRecording }: SoundPorts,
  signal: AbortSignal,
): Promise<Sound> {
  const held = recorder.snapshot().recordings.find((each) => each.recordingId === recordingId);
  if (held && held.state !== "sealed") {
    const onDevice = await deviceSound(held.recordingId, recorder);
    if (onDevice) return onDevice;
  }
  try {
    return await bucketSound(recordingId, getRecording, signal);
  } catch (thrown) {
    const error = toAppError(thrown);
    // The list of the recorder may be younger than the journal: a page that was just opened reads it late.
    const onDevice = isRecordingId(recordingId)
      ? await deviceSound(recordingId, recorder)
      : undefined;
    if (onDevice) return onDevice;
    if (held && held.state !== "sealed" && error.code === "RECORDING_NOT_FOUND") {
      throw new AppError("RECORDING_INCOMPLETE", "The recording is not sealed yet.", {
        cause: error,
      });
    }
    throw error;
  }
}

async function bucketSound(
  recordingId: string,
  getRecording: SoundPorts["getRecording"],
  signal: AbortSignal,
): Promise<Sound> {
  const found = await getRecording(recordingId, 0, signal);
  const { title, sizeBytes } = found;
  if (found.state === "file") {
    const { url } = found.file;
    return { kind: "url", url, sizeBytes, title, durationMs: undefined, gaps: [] };
  }
  const facts = { title, durationMs: found.durationMs, gaps: found.gaps };
  const { wholeFile } = found;
  return wholeFile
    ? { kind: "url", ...wholeFile, ...facts, first: found }
    : { kind: "segments", first: found, ...facts };
}

/** The longest part that this device holds. */
async function deviceSound(
  recordingId: RecordingId,
  recorder: SoundPorts["recorder"],
): Promise<Sound | undefined> {
  const copies = await recorder.deviceCopies(recordingId);
  const longest = copies.toSorted((a, b) => b.bytes.length - a.bytes.length)[0];
  if (longest === undefined) return undefined;
  return {
    kind: "device",
    bytes: longest.bytes,
    isPartial: copies.length > 1 || longest.name !== `${recordingId}.webm`,
    title: undefined,
    durationMs: undefined,
    gaps: [],
  };
}
