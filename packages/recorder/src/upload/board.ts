// All that is on its way to the bucket, and what happens to it: events change lives, failures become
// waits, and whoever shows or stores it hears of every change. Talking to servers: uploader.ts.
import type { ErrorCode } from "@tapedeck/core/error-catalogue";
import { toAppError, type AppError } from "@tapedeck/core/errors";
import type { RecordingId } from "@tapedeck/core/ids";
import { decideRetry, type RetryDecision } from "@tapedeck/core/retry";
import { nextLife, type SegmentEvent, type SegmentLife } from "@tapedeck/core/segment-life";
import type { Environment } from "../environment.ts";
import type { RecordingRecord, SegmentRecord } from "../journal/journal-records.ts";
import { gapsOfSetClock, withoutGaps, type ServerTime } from "../unsure-gaps.ts";
import { newRecordingUpload, type RecordingUpload } from "./recording-upload.ts";
import { newUpload, type Upload } from "./upload.ts";
import type { SealWait, SegmentRef } from "./views.ts";
import { cures, waitOf, type Wait, type WakeCause } from "./waits.ts";

export type BoardPorts = Pick<Environment, "clock" | "setTimer" | "random01" | "isOnline">;

export class Board {
  /** Oldest first: ids sort by time. */
  readonly recordings: RecordingUpload[] = [];
  readonly #changedUploads = new Set<Upload>();
  readonly #changedRecordings = new Set<RecordingUpload>();
  readonly #ports: BoardPorts;
  readonly #onWaitOver: () => void;
  readonly #cancels = new Set<() => void>();

  /** @param onWaitOver - something may be done again */
  constructor(ports: BoardPorts, onWaitOver: () => void) {
    this.#ports = ports;
    this.#onWaitOver = onWaitOver;
  }

  nowMs(): number {
    return Math.floor(this.#ports.clock.nowMicros() / 1000);
  }

  find(recordingId: RecordingId): RecordingUpload | undefined {
    return this.recordings.find(({ record }) => record.recordingId === recordingId);
  }

  /** Takes over what is not known yet; what is known can only move on. */
  take(record: RecordingRecord, segments: readonly SegmentRecord[], isSaved: boolean): void {
    let recording = this.find(record.recordingId);
    if (recording === undefined) {
      recording = newRecordingUpload(record);
      this.recordings.push(recording);
      this.recordings.sort((a, b) => (a.record.recordingId < b.record.recordingId ? -1 : 1));
    } else if (recording.record.state === "open") {
      recording.record = record;
    }
    this.#changedRecordings.add(recording);
    const known = new Set(recording.uploads.map(({ segment }) => segment.sequence));
    for (const segment of segments) {
      if (known.has(segment.sequence)) continue;
      const upload = newUpload(segment, isSaved);
      recording.uploads.push(upload);
      this.#changedUploads.add(upload);
    }
    recording.uploads.sort((a, b) => a.segment.sequence - b.segment.sequence);
  }

  /** Those that are not verified yet, oldest first. */
  openUploads(recording: RecordingUpload): readonly Upload[] {
    return recording.uploads.filter(({ life }) => life.kind !== "verified");
  }

  /** What has changed since the last call. */
  takeChanges(): { recordings: RecordingUpload[]; uploads: Upload[] } {
    const recordings = [...this.#changedRecordings];
    const uploads = [...this.#changedUploads];
    this.#changedRecordings.clear();
    this.#changedUploads.clear();
    return { recordings, uploads };
  }

  happen(upload: Upload, event: SegmentEvent): void {
    const life = nextLife(upload.life, event);
    if (life === upload.life) return;
    upload.life = life;
    this.#changedUploads.add(upload);
  }

  /** A step failed for all of them: each waits, is verified, is hashed again, or is stuck. */
  fail(uploads: readonly Upload[], thrown: unknown): void {
    const error = toAppError(thrown);
    // One throw of the dice for all: they come due together and share the next call too.
    const random01 = this.#ports.random01();
    const waits = new Map<number, Upload[]>();
    for (const upload of uploads) {
      // Whatever went wrong, the next attempt asks for a grant of its own.
      upload.grant = undefined;
      const inMs = this.#takeFailure(upload, error, random01);
      if (inMs !== undefined) waits.set(inMs, [...(waits.get(inMs) ?? []), upload]);
    }
    // One timer for all that wait equally long: they are asked for in one call again.
    for (const [inMs, waiting] of waits) this.#wakeAfter(inMs, waiting);
  }

  /** S3 has nothing of it: the PUT was answered by something else, or its object is gone again. */
  missing(upload: Upload): void {
    upload.misses += 1;
    this.happen(upload, { kind: "found-missing" });
    const code: ErrorCode = upload.hasFile ? "BUCKET_BLOCKED" : "SEGMENT_MISSING";
    const attempt = upload.misses - 1;
    const random01 = this.#ports.random01();
    const wait = waitOf(decideRetry({ code, attempt, online: true, random01 }), code);
    if (wait === undefined) return;
    this.#postpone(upload, wait);
    this.#wakeAfter(wait.inMs, [upload]);
  }

  /** Its bytes were read anew. */
  takeHash(upload: Upload, sha256: string, sizeBytes: number): void {
    upload.segment = { ...upload.segment, sha256, sizeBytes };
    upload.storedLife = undefined;
    this.#changedUploads.add(upload);
  }

  /** What a set clock left in recordings that have ended is no gap; of one that goes on, its recorder says. */
  settleGaps(time: ServerTime): void {
    for (const recording of this.recordings) {
      const { record } = recording;
      if (!record.unsure || record.state === "open" || record.state === "sealed") continue;
      const none = gapsOfSetClock(record.unsure, time);
      if (none === undefined) continue;
      const gaps = withoutGaps(record.gaps, none);
      recording.record = { ...record, gaps, unsure: undefined };
      this.#changedRecordings.add(recording);
    }
  }

  sealed(recording: RecordingUpload): void {
    recording.record = { ...recording.record, state: "sealed" };
    this.#changedRecordings.add(recording);
  }

  /** As {@link fail}, for the manifest. */
  failSeal(recording: RecordingUpload, thrown: unknown): void {
    const error = toAppError(thrown);
    const decision = this.#decide(error, recording.failedSeals, this.#ports.random01());
    const wait = waitOf(decision, error.code);
    this.#changedRecordings.add(recording);
    if (wait === undefined) {
      const { code } = error;
      recording.record = { ...recording.record, state: { kind: "stuck", code } };
      return;
    }
    if (wait.counts) recording.failedSeals += 1;
    const untilMs = this.nowMs() + wait.inMs;
    const sealWait: SealWait = { kind: "waiting", untilMs, code: wait.code };
    recording.sealWait = sealWait;
    this.after(wait.inMs, () => {
      if (recording.sealWait === sealWait) this.#endSealWait(recording);
    });
  }

  /** Ends the waits that the cause cures. */
  wake(cause: WakeCause): void {
    for (const recording of this.recordings) {
      for (const upload of recording.uploads) {
        const { life } = upload;
        if (life.kind === "waiting" && cures(cause, life.code)) {
          this.happen(upload, { kind: "woken" });
        }
      }
      if (recording.sealWait && cures(cause, recording.sealWait.code)) {
        this.#endSealWait(recording);
      }
    }
  }

  /** A person asks to try again: one segment, or everything. */
  retry(ref?: SegmentRef): void {
    for (const recording of this.recordings) {
      const { record, uploads } = recording;
      if (ref !== undefined && ref.recordingId !== record.recordingId) continue;
      for (const upload of uploads) {
        if (ref !== undefined && ref.sequence !== upload.segment.sequence) continue;
        this.happen(upload, { kind: "retried" });
      }
      recording.failedSeals = 0;
      if (typeof record.state !== "string") recording.record = { ...record, state: "ended" };
      this.#endSealWait(recording);
    }
  }

  dispose(): void {
    for (const cancel of this.#cancels) cancel();
  }

  #decide({ code, details }: AppError, attempt: number, random01: number): RetryDecision {
    const retryAfter = details["retryAfterMs"];
    return decideRetry({
      code,
      attempt,
      online: this.#ports.isOnline(),
      random01,
      retryAfterMs: typeof retryAfter === "number" ? retryAfter : undefined,
    });
  }

  /** @returns how long it waits, if it does */
  #takeFailure(upload: Upload, error: AppError, random01: number): number | undefined {
    const { code } = error;
    const decision = this.#decide(error, attemptsOf(upload.life), random01);
    if (decision.kind === "verify") {
      this.happen(upload, { kind: "put-ended" });
      return undefined;
    }
    if (decision.kind === "rehash") upload.mustRehash = true;
    const wait = waitOf(decision, code);
    if (wait) this.#postpone(upload, wait);
    else this.happen(upload, { kind: "given-up", code });
    return wait?.inMs;
  }

  #postpone(upload: Upload, { code, inMs, counts }: Wait): void {
    this.happen(upload, { kind: "postponed", untilMs: this.nowMs() + inMs, code, counts });
  }

  #wakeAfter(inMs: number, uploads: readonly Upload[]): void {
    const waits = uploads.map((upload) => ({ upload, life: upload.life }));
    this.after(inMs, () => {
      for (const { upload, life } of waits) {
        // Only the wait that this timer was set for: it may have been woken and be waiting anew.
        if (upload.life === life) this.happen(upload, { kind: "woken" });
      }
    });
  }

  #endSealWait(recording: RecordingUpload): void {
    recording.sealWait = undefined;
    this.#changedRecordings.add(recording);
  }

  /** Calls back once, unless the board is disposed of before; then something may be done again. */
  after(inMs: number, callback: () => void): void {
    const cancel = this.#ports.setTimer(inMs, () => {
      this.#cancels.delete(cancel);
      callback();
      this.#onWaitOver();
    });
    this.#cancels.add(cancel);
  }
}

function attemptsOf(life: SegmentLife): number {
  return "failedAttempts" in life ? life.failedAttempts : 0;
}
