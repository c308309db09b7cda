// What a program beside this repository uses of core: it reads a bucket of recordings, checks them and
// joins them. Packages of this repository import the modules that `exports` in package.json lists.
export { manifest, type Gap, type Manifest, type SegmentToStore } from "./contract.ts";
export type { ErrorCode } from "./error-codes.ts";
export { AppError } from "./errors.ts";
export { isRecordingId, type RecordingId } from "./ids.ts";
export { LIMITS, SAMPLE_RATE_HZ } from "./limits.ts";
export { parseObjectKey } from "./object-key.ts";
export { segmentsDigest } from "./segments-digest.ts";
export { joinSegments } from "./webm/join.ts";
export { readSegment } from "./webm/segment-reader.ts";
