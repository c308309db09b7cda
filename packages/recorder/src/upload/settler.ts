// Turns "sent" into "kept": asks the server what S3 really holds, and once it holds everything, for
// the manifest.
import type {
  SealRecordingInput,
  SegmentVerdict,
  VerifySegmentsInput,
} from "@tapedeck/core/contract";
import { AppError } from "@tapedeck/core/errors";
import { joinNearest } from "@tapedeck/core/gaps";
import { LIMITS } from "@tapedeck/core/limits";
import { answerInTime } from "./answer-in-time.ts";
import { askWithNews } from "./ask-with-news.ts";
import { placeHint, type RecordingUpload } from "./recording-upload.ts";
import type { Lane } from "./lane.ts";
import { takePlace, type Upload } from "./upload.ts";

/** As many as the release before takes. */
const GAPS_BEFORE = 1_000;

export interface Settler {
  /** Starts what can be started. */
  start(): void;
}

export function createSettler({ api, environment, board, signal, pump }: Lane): Settler {
  const limits = { signal, setTimer: environment.setTimer };
  let isVerifying = false;

  /** Asks about many at once: when a call is full, or nothing else of the recording is moving. */
  function startVerifying(): void {
    if (isVerifying) return;
    for (const recording of board.recordings) {
      const stored: Upload[] = [];
      let isMoving = false;
      for (const upload of board.openUploads(recording)) {
        const { kind } = upload.life;
        if (kind === "uploaded" && stored.length < LIMITS.segmentsPerCall) stored.push(upload);
        else if (kind === "journaled" || kind === "uploading") isMoving = true;
      }
      if (stored.length === LIMITS.segmentsPerCall || (stored.length > 0 && !isMoving)) {
        void verify(recording, stored);
        return;
      }
    }
  }

  async function verify(recording: RecordingUpload, batch: readonly Upload[]): Promise<void> {
    isVerifying = true;
    try {
      const question: VerifySegmentsInput = {
        recordingId: recording.record.recordingId,
        segments: batch.map(({ segment: { sequence, sizeBytes, sha256 } }) => ({
          sequence,
          sizeBytes,
          sha256,
        })),
      };
      const ask = (input: VerifySegmentsInput) =>
        answerInTime((endSignal) => api.verifySegments(input, { signal: endSignal }), limits);
      const { userType, segments } = await askWithNews(ask, question, placeHint(recording));
      const verdicts = new Map(segments.map((verdict) => [verdict.sequence, verdict]));
      for (const upload of batch) {
        takeVerdict(upload, verdicts.get(upload.segment.sequence), userType);
      }
    } catch (thrown) {
      if (!signal.aborted) board.fail(batch, thrown);
    } finally {
      isVerifying = false;
      pump();
    }
  }

  function takeVerdict(
    upload: Upload,
    verdict: SegmentVerdict | undefined,
    userType: string | undefined,
  ): void {
    switch (verdict?.state) {
      case "verified":
        takePlace(upload, userType);
        board.happen(upload, { kind: "found-verified" });
        return;
      case "mismatch":
        if (verdict?.checksum === "absent") {
          const why = "The store gives no SHA-256 of what it holds.";
          board.fail([upload], new AppError("CHECKSUM_ABSENT", why));
        } else board.happen(upload, { kind: "given-up", code: "OBJECT_EXISTS" });
        return;
      case "missing":
        board.missing(upload);
        return;
      case undefined:
        board.fail([upload], new AppError("INTERNAL", "The answer lacks a verdict."));
    }
  }

  function startSealing(): void {
    for (const recording of board.recordings) {
      const { record, isSealing, sealWait } = recording;
      const isDone = record.state === "ended" && board.openUploads(recording).length === 0;
      if (!isDone || isSealing || sealWait !== undefined) continue;
      // Pressed by mistake: there is no sound, and nothing to be listed.
      if (recording.uploads.length === 0) board.sealed(recording);
      else void seal(recording);
    }
  }

  async function seal(recording: RecordingUpload): Promise<void> {
    const { recordingId, gaps } = recording.record;
    recording.isSealing = true;
    try {
      const segments = recording.uploads.map(({ segment }) => {
        const { sequence, sizeBytes, sha256, startSample, sampleCount } = segment;
        return { sequence, sizeBytes, sha256, startSample, sampleCount };
      });
      const ask = (input: SealRecordingInput) =>
        answerInTime((endSignal) => api.sealRecording(input, { signal: endSignal }), limits);
      const question = { recordingId, segments, gaps: [...joinNearest(gaps, GAPS_BEFORE)] };
      const manifest = await askWithNews(ask, question, {
        ...placeHint(recording),
        ...(gaps.length > GAPS_BEFORE ? { gaps: [...gaps] } : {}),
      });
      // On this word the device forgets the recording.
      if (manifest.recordingId !== recordingId) {
        throw new AppError("INTERNAL", "The answer is not the manifest of this recording.");
      }
      board.sealed(recording);
    } catch (thrown) {
      if (!signal.aborted) board.failSeal(recording, thrown);
    } finally {
      recording.isSealing = false;
      pump();
    }
  }

  return {
    start: () => {
      startVerifying();
      startSealing();
    },
  };
}
