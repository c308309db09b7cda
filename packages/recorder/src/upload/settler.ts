// Turns "sent" into "kept": asks the server what S3 really holds, unless the sender does so on another
// occasion, and once it holds everything, for the manifest.
import type { SealRecordingInput, VerifySegmentsInput } from "@tapedeck/core/contract";
import { AppError } from "@tapedeck/core/errors";
import { joinNearest } from "@tapedeck/core/gaps";
import { LIMITS } from "@tapedeck/core/limits";
import { refuseHoles } from "@tapedeck/core/manifest";
import { segmentsDigest } from "@tapedeck/core/segments-digest";
import { answerInTime } from "./answer-in-time.ts";
import { askNewest } from "./ask-newest.ts";
import { placeHint, type RecordingUpload } from "./recording-upload.ts";
import type { Lane } from "./lane.ts";
import { takeVerdict } from "./take-verdict.ts";
import { isToVerify, toGrantRequest, toVerification, type Upload } from "./upload.ts";

/** As many as the release before takes. */
const GAPS_BEFORE = 1_000;

/**
 * While a recording goes on, the next call for grants verifies what is stored: it comes within 10 s where
 * segments have that length, as most have. Where it does not, after a pause or with longer segments, this
 * file asks for itself.
 */
const HELD_FOR_MS = 12_000;

export interface Settler {
  /** Starts what can be started. */
  start(): void;
}

export function createSettler({ api, environment, board, server, signal, pump }: Lane): Settler {
  const limits = { signal, setTimer: environment.setTimer };
  let isVerifying = false;

  /** Asks about many at once: when a call is full, or nothing else of the recording is moving. */
  function startVerifying(): void {
    if (isVerifying) return;
    for (const recording of board.recordings) {
      const open = board.openUploads(recording);
      const stored = open.filter(isToVerify).slice(0, LIMITS.segmentsPerCall);
      const isMoving = open.some(
        ({ life }) => life.kind === "journaled" || life.kind === "uploading",
      );
      if (stored.length === 0) recording.hold = undefined;
      const isDue = stored.length > 0 && !isMoving && !isHeldBack(recording);
      if (stored.length === LIMITS.segmentsPerCall || isDue) {
        void verify(recording, stored);
        return;
      }
    }
  }

  function isHeldBack(recording: RecordingUpload): boolean {
    if (recording.record.state !== "open" || server.isOlder) return false;
    if (recording.hold === undefined) {
      const hold = { isOver: false };
      recording.hold = hold;
      board.after(HELD_FOR_MS, () => {
        hold.isOver = true;
      });
    }
    return !recording.hold.isOver;
  }

  async function verify(recording: RecordingUpload, batch: readonly Upload[]): Promise<void> {
    isVerifying = true;
    for (const upload of batch) upload.isAsking = true;
    try {
      const question: VerifySegmentsInput = {
        recordingId: recording.record.recordingId,
        segments: batch.map(toVerification),
      };
      const ask = (input: VerifySegmentsInput) =>
        answerInTime((endSignal) => api.verifySegments(input, { signal: endSignal }), limits);
      const newest = { ...question, ...placeHint(recording) };
      const { userType, segments } = await askNewest(ask, { newest, older: question }, server);
      const verdicts = new Map(segments.map((verdict) => [verdict.sequence, verdict]));
      for (const upload of batch) {
        takeVerdict(board, upload, verdicts.get(upload.segment.sequence), userType);
      }
    } catch (thrown) {
      if (!signal.aborted) board.fail(batch, thrown);
    } finally {
      isVerifying = false;
      for (const upload of batch) upload.isAsking = false;
      pump();
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
      const segments = recording.uploads.map(toGrantRequest);
      refuseHoles(segments);
      const ask = (input: SealRecordingInput) =>
        answerInTime((endSignal) => api.sealRecording(input, { signal: endSignal }), limits);
      const newest = {
        recordingId,
        segmentCount: segments.length,
        digest: await segmentsDigest(segments, (bytes) => environment.sha256(bytes)),
        gaps: [...gaps],
        ...placeHint(recording),
      };
      const older = { recordingId, segments, gaps: [...joinNearest(gaps, GAPS_BEFORE)] };
      const manifest = await askNewest(ask, { newest, older }, server);
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
