// Sends segments, oldest first: a grant, the bytes from the journal, one PUT. It holds the bytes of
// the PUTs under way and no others, however long the backlog is.
import type { PresignSegmentsInput, SegmentVerdict } from "@tapedeck/core/contract";
import { AppError, toAppError } from "@tapedeck/core/errors";
import { LIMITS } from "@tapedeck/core/limits";
import { journalFileName } from "../journal/journal-files.ts";
import { segmentOfJournalFile } from "../journal/journal-segment.ts";
import type { HintedGrant } from "../ports.ts";
import { answerInTime } from "./answer-in-time.ts";
import { askNewest } from "./ask-newest.ts";
import { createBucketWatch } from "./bucket-watch.ts";
import { placeHint, type RecordingUpload } from "./recording-upload.ts";
import type { Lane } from "./lane.ts";
import { takeVerdict } from "./take-verdict.ts";
import {
  hasUsableGrant,
  isReady,
  isToVerify,
  takePlace,
  toGrantRequest,
  toVerification,
  type Upload,
} from "./upload.ts";

/**
 * PUTs at a time. S3 speaks HTTP/1.1, over which browsers open six connections to a host: four
 * drain a backlog about as fast as an uplink can, and leave two for playing back.
 */
const MAX_PUTS = 4;

/** A grant is not used in its last half minute: the PUT has to arrive before it expires. */
const GRANT_MARGIN_SECONDS = 30;

export interface Sender {
  /** Starts what can be started. */
  start(): void;
}

export function createSender({
  api,
  environment,
  storage,
  board,
  server,
  signal,
  pump,
  report,
}: Lane): Sender {
  const bucket = createBucketWatch();
  let isPresigning = false;
  let putCount = 0;
  let rehashCount = 0;

  function start(): void {
    for (const recording of board.recordings) {
      for (const upload of board.openUploads(recording)) {
        if (rehashCount >= MAX_PUTS) break;
        if (upload.mustRehash && isReady(upload)) void rehash(recording, upload);
      }
    }
    startPresigning();
    startPuts();
  }

  /**
   * Asks when fewer grants are left than can be used at once, and then for as many as one call may
   * name: a backlog takes few calls, and no grant lies about until it has expired.
   */
  function startPresigning(): void {
    if (isPresigning) return;
    const nowMs = board.nowMs();
    let unused = 0;
    for (const recording of board.recordings) {
      const batch: Upload[] = [];
      for (const upload of board.openUploads(recording)) {
        if (!isReady(upload) || upload.mustRehash) continue;
        if (hasUsableGrant(upload, nowMs)) unused += 1;
        else if (batch.length < LIMITS.segmentsPerCall) batch.push(upload);
        else break;
      }
      if (unused >= MAX_PUTS) return;
      if (batch.length > 0) {
        void presign(recording, batch);
        return;
      }
    }
  }

  async function presign(recording: RecordingUpload, batch: readonly Upload[]): Promise<void> {
    isPresigning = true;
    const stored = board.openUploads(recording).filter(isToVerify);
    const toVerify = server.isOlder ? [] : stored.slice(0, LIMITS.segmentsPerCall);
    const asked = [...batch, ...toVerify];
    for (const upload of asked) upload.isAsking = true;
    // By this device's clock on both ends, from before the question was asked: `expiresAt` is the
    // server's time, and devices have been wrong by more than a grant lives.
    const usableSeconds = LIMITS.grantExpiresInSeconds - GRANT_MARGIN_SECONDS;
    const usableUntilMs = board.nowMs() + usableSeconds * 1000;
    try {
      const { recordingId } = recording.record;
      const question = { recordingId, segments: batch.map(toGrantRequest) };
      const { grants, verdicts } = await askForGrants(question, {
        ...placeHint(recording),
        ...(toVerify.length === 0 ? {} : { verify: toVerify.map(toVerification) }),
      });
      if (grants.length !== batch.length) {
        throw new AppError("INTERNAL", `Asked for ${batch.length} grants, got ${grants.length}.`);
      }
      batch.forEach((upload, index) => {
        const grant = grants[index];
        upload.grant = grant;
        upload.grantUsableUntilMs = usableUntilMs;
        takePlace(upload, grant?.userType);
      });
      const found = new Map(verdicts.map((verdict) => [verdict.sequence, verdict]));
      for (const upload of toVerify) {
        const verdict = found.get(upload.segment.sequence);
        // Without one, S3 could not be asked: settler.ts asks later.
        if (verdict) takeVerdict(board, upload, verdict, grants[0]?.userType);
      }
    } catch (thrown) {
      if (!signal.aborted) board.fail(batch, thrown);
    } finally {
      isPresigning = false;
      for (const upload of asked) upload.isAsking = false;
      pump();
    }
  }

  /** Tells the API on this occasion how the bucket refuses uploads, if it does. */
  async function askForGrants(
    older: PresignSegmentsInput,
    news: Pick<PresignSegmentsInput, "userType" | "verify">,
  ): Promise<{ grants: readonly HintedGrant[]; verdicts: readonly SegmentVerdict[] }> {
    const ask = (input: PresignSegmentsInput) =>
      answerInTime((endSignal) => api.presignSegments(input, { signal: endSignal }), {
        signal,
        setTimer: environment.setTimer,
      });
    const refused = bucket.report(board.nowMs());
    const newest = { ...older, ...news, ...(refused === undefined ? {} : { refused }) };
    const answer = await askNewest(ask, { newest, older }, server);
    bucket.apiAnswered(server.isOlder ? undefined : refused, board.nowMs());
    return "grants" in answer ? answer : { grants: answer, verdicts: [] };
  }

  function startPuts(): void {
    const nowMs = board.nowMs();
    for (const recording of board.recordings) {
      for (const upload of board.openUploads(recording)) {
        if (putCount >= MAX_PUTS) return;
        if (isReady(upload) && hasUsableGrant(upload, nowMs)) void put(recording, upload);
      }
    }
  }

  async function put(recording: RecordingUpload, upload: Upload): Promise<void> {
    const { grant } = upload;
    if (grant === undefined) return;
    let hasMoved = false;
    putCount += 1;
    upload.isAsking = true;
    try {
      const bytes = (await readSegment(recording, upload))?.bytes;
      if (bytes === undefined) {
        // Deleted after it was verified, by a tab that died before it could remember that.
        upload.hasFile = false;
      } else {
        board.happen(upload, { kind: "put-started" });
        report();
        const onProgress = (sentBytes: number) => {
          hasMoved ||= sentBytes > 0;
          board.happen(upload, { kind: "put-progressed", sentBytes });
          report();
        };
        await environment
          .putObject({ grant, bytes, signal, onProgress })
          .catch((thrown: unknown) => {
            throw bucket.failed(toAppError(thrown), hasMoved);
          });
        bucket.stored();
      }
      board.happen(upload, { kind: "put-ended" });
    } catch (thrown) {
      if (!signal.aborted) board.fail([upload], thrown);
    } finally {
      putCount -= 1;
      upload.isAsking = false;
      upload.grant = undefined;
      pump();
    }
  }

  async function rehash(recording: RecordingUpload, upload: Upload): Promise<void> {
    rehashCount += 1;
    upload.isAsking = true;
    try {
      const read = await readSegment(recording, upload);
      if (read !== undefined && read.sampleCount !== upload.segment.sampleCount) {
        // Damaged on the device. What is left must not pass for the whole: the file would be deleted.
        board.happen(upload, { kind: "given-up", code: "SEGMENT_DAMAGED" });
      } else if (read !== undefined) {
        board.takeHash(upload, await environment.sha256(read.bytes), read.bytes.length);
      }
    } catch (thrown) {
      if (!signal.aborted) board.fail([upload], thrown);
    } finally {
      rehashCount -= 1;
      upload.mustRehash = false;
      upload.isAsking = false;
      pump();
    }
  }

  async function readSegment(
    { record }: RecordingUpload,
    { segment }: Upload,
  ): Promise<ReturnType<typeof segmentOfJournalFile>> {
    const name = journalFileName(segment.recordingId, segment.sequence);
    const file = await storage.files(record.storage).read(name);
    return file && segmentOfJournalFile(file);
  }

  return { start };
}
