// What the engine needs from its host. The web app fills the API with tRPC, tests with a script.
import type {
  Manifest,
  PresignSegmentsInput,
  SealRecordingInput,
  SegmentVerdict,
  VerifySegmentsInput,
} from "@tapedeck/core/contract";
import type { HintedGrant } from "@tapedeck/core/upload/event";
import type { ServerTime } from "@tapedeck/core/upload/unsure-gaps";

/** The server, as the engine sees it. Implementations translate every failure into an `AppError`. */
export interface RecordingApi {
  /**
   * Grants in the order of `input.segments`, at most 100 of them. If `input.verify` names segments, verdicts
   * on them as well; an empty list says that the store could not be asked just now.
   */
  presignSegments(
    input: PresignSegmentsInput,
    options: { readonly signal: AbortSignal },
  ): Promise<
    | readonly HintedGrant[]
    | { readonly grants: readonly HintedGrant[]; readonly verdicts: readonly SegmentVerdict[] }
  >;
  /** What S3 really holds, at most 100 segments at once, and under which user type. */
  verifySegments(
    input: VerifySegmentsInput,
    options: { readonly signal: AbortSignal },
  ): Promise<{ readonly userType?: string; readonly segments: readonly SegmentVerdict[] }>;
  /** Writes the manifest, or gives the one that is there. */
  sealRecording(
    input: SealRecordingInput,
    options: { readonly signal: AbortSignal },
  ): Promise<Manifest>;
  /**
   * Calls back whenever an answer tells the server's time, and at once if one has. Without it, a clock that is set ahead while
   * recording leaves a gap as if the machine had slept. @returns the way to stop listening
   */
  onServerTime?(listener: (time: ServerTime) => void): () => void;
}
