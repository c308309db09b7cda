// Checks an object that arrived in the bucket against its key and its metadata. The signature already ensured
// its owner and its bytes; this checks that the bytes are the sound that the metadata declare.
import { AppError } from "../errors.ts";
import { SEGMENT_FORMAT_VERSION } from "../limits.ts";
import { parseObjectKey } from "../object-key.ts";
import { quote } from "../quote.ts";
import { readSegment } from "../webm/segment-reader.ts";

export interface Arrival {
  readonly key: string;
  /** The stored metadata, without `x-amz-meta-`; names in lower case. */
  readonly metadata: Readonly<Record<string, string>>;
  readonly bytes: Uint8Array;
}

/**
 * @throws {AppError} KEY_INVALID – no object of ours has such a key
 * @throws {AppError} WEBM_INVALID – a player would not play the sound that the file declares
 * @throws {AppError} INPUT_INVALID – the metadata, which came from the client, differ from the file
 */
export function checkArrival({ key, metadata, bytes }: Arrival): void {
  const { object } = parseObjectKey(key);
  const { sampleCount } = readSegment(bytes);
  if (object.kind !== "segment") return;
  expectField(metadata, "format-version", String(SEGMENT_FORMAT_VERSION));
  expectField(metadata, "sample-count", String(sampleCount));
  const startSample = metadata["start-sample"] ?? "";
  // Segment 0 starts the recording, and only it does.
  const pattern = object.sequence === 0 ? /^0$/ : /^[1-9]\d{0,14}$/;
  if (!pattern.test(startSample)) {
    throw new AppError(
      "INPUT_INVALID",
      `Segment ${object.sequence} must start ${object.sequence === 0 ? "at sample 0" : "after sample 0"}, got ${quote(startSample)}.`,
    );
  }
}

function expectField(metadata: Arrival["metadata"], name: string, expected: string): void {
  if (metadata[name] === expected) return;
  throw new AppError(
    "INPUT_INVALID",
    `The metadata field ${name} must be ${expected}, as in the file, got ${quote(metadata[name])}.`,
  );
}
