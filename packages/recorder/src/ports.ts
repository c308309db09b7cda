// What the engine needs from its host. The web app fills the API with tRPC, tests with a script.
import type {
  Grant,
  Manifest,
  PresignSegmentsInput,
  SealRecordingInput,
  SegmentVerdict,
  VerifySegmentsInput,
} from "@tapedeck/core/contract";

/** The server, as the engine sees it. Implementations translate every failure into an `AppError`. */
export interface RecordingApi {
  /** Grants in the order of `input.segments`, at most 100 of them. */
  presignSegments(
    input: PresignSegmentsInput,
    options: { readonly signal: AbortSignal },
  ): Promise<readonly Grant[]>;
  /** What S3 really holds, at most 100 segments at once. */
  verifySegments(
    input: VerifySegmentsInput,
    options: { readonly signal: AbortSignal },
  ): Promise<{ readonly segments: readonly SegmentVerdict[] }>;
  /** Writes the manifest, or gives the one that is there. */
  sealRecording(
    input: SealRecordingInput,
    options: { readonly signal: AbortSignal },
  ): Promise<Manifest>;
}
