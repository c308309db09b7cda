// Carries out what the reducer of core/upload wants done, and tells it what came of that. It decides
// nothing: when something is sent, verified, sealed, saved or deleted is core's to say.
import { toAppError, type AppError } from "@tapedeck/core/errors";
import type { RecordingId } from "@tapedeck/core/ids";
import { RECORDER_LIMITS } from "@tapedeck/core/limits";
import type { SaveCommand, UploadCommand } from "@tapedeck/core/upload/command";
import type { SegmentName, UploadEvent } from "@tapedeck/core/upload/event";
import type { RecordingRecord, SegmentRecord, StorageKind } from "@tapedeck/core/upload/records";
import { reduce } from "@tapedeck/core/upload/reduce";
import { NO_UPLOADS, type UploadState } from "@tapedeck/core/upload/upload-state";
import type { WakeCause } from "@tapedeck/core/upload/waits";
import type { Environment } from "../environment.ts";
import { journalFileName } from "../journal/journal-files.ts";
import { segmentOfJournalFile } from "../journal/journal-segment.ts";
import type { JournalStorage } from "../journal/journal-storage.ts";
import type { RecordingApi } from "../ports.ts";
import { createApiCalls, type Command } from "./api-calls.ts";
import { savedSequences, saveRecords, type AfterSeal } from "./save-records.ts";

/** A grant is not used in its last half minute: the PUT has to arrive before it expires. */
const GRANT_MARGIN_SECONDS = 30;

/** Most segments are sent in less: to draw each report of the browser, in all tabs, cost more than to send. */
const PROGRESS_EVERY_MS = 250;

export type UploadEnvironment = Pick<
  Environment,
  "clock" | "setTimer" | "random01" | "isOnline" | "putObject" | "sha256"
>;

export interface Uploader {
  /**
   * Takes over a recording as it is on the device, or what is new of it.
   *
   * @param isSaved - the records are durable; `true` unless given
   */
  take(record: RecordingRecord, segments: readonly SegmentRecord[], isSaved?: boolean): void;
  /** Ends the waits that the cause ends. */
  wake(cause: WakeCause): void;
  /** Starts what waits or is stuck again, with all its attempts: one segment, or everything. */
  retry(segment?: SegmentName): void;
  state(): UploadState;
  /**
   * Stops where it is: the next uploader begins with what is on the device. Resolves when this one writes
   * nothing there any more.
   */
  dispose(): Promise<void>;
}

export interface UploadListener {
  /** Something happened: the state is new. */
  onStep?(): void;
  /** These records have changed, also those that the device has no room for yet. */
  onChange?(recordingId: RecordingId, sequences: readonly number[]): void;
  /** The device has these records now, or has forgotten them. */
  onSaved?(recordingId: RecordingId, sequences: readonly number[]): void;
  /** Of a PUT that is under way. */
  onProgress?(segment: SegmentName, sentBytes: number): void;
}

export function createUploader(options: {
  readonly api: RecordingApi;
  readonly environment: UploadEnvironment;
  readonly storage: JournalStorage;
  readonly listener: UploadListener;
  /** `forget` unless given. */
  readonly afterSeal?: AfterSeal;
}): Uploader {
  const { environment, storage, listener, afterSeal = "forget" } = options;
  const disposed = new AbortController();
  const { signal } = disposed;
  const api = createApiCalls(options.api, environment, signal);
  const cancels = new Set<() => void>();
  let state = NO_UPLOADS;
  let saving: Promise<void> = Promise.resolve();

  const nowMs = () => Math.floor(environment.clock.nowMicros() / 1000);

  function dispatch(event: UploadEvent): void {
    // What fails once it is disposed of has not failed.
    if (signal.aborted) return;
    const moment = {
      nowMs: nowMs(),
      random01: environment.random01(),
      isOnline: environment.isOnline(),
    };
    const [next, commands] = reduce(state, event, moment);
    state = next;
    for (const command of commands) void carryOut(command);
    listener.onStep?.();
  }

  async function carryOut(command: UploadCommand): Promise<void> {
    switch (command.kind) {
      case "request-grants":
        return requestGrants(command);
      case "put":
        return put(command);
      case "hash":
        return hash(command);
      case "verify":
        return verify(command);
      case "seal":
        return seal(command);
      case "start-timer": {
        const cancel = environment.setTimer(command.inMs, () => {
          cancels.delete(cancel);
          dispatch({ kind: "timer-rang", timer: command.timer });
        });
        cancels.add(cancel);
        return;
      }
      case "save":
        saving = save(command);
        return;
      case "tell":
        listener.onChange?.(command.recordingId, command.sequences);
    }
  }

  /** Tells the reducer what came of it. */
  async function report<Answer>(
    work: Promise<Answer>,
    done: (answer: Answer) => UploadEvent,
    failed: (error: AppError) => UploadEvent,
  ): Promise<void> {
    let event: UploadEvent;
    try {
      event = done(await work);
    } catch (thrown) {
      event = failed(toAppError(thrown));
    }
    dispatch(event);
  }

  function requestGrants(command: Command<"request-grants">): Promise<void> {
    const { recordingId } = command;
    const sequences = sequencesOf(command.segments);
    const asked = sequencesOf(command.verify);
    // By this device's clock on both ends, from before the question: `expiresAt` is the server's time, and
    // devices have been wrong by more than a grant lives.
    const usableSeconds = RECORDER_LIMITS.grantExpiresInSeconds - GRANT_MARGIN_SECONDS;
    const usableUntilMs = nowMs() + usableSeconds * 1000;
    const question = { recordingId, sequences, asked };
    return report(
      api.requestGrants(command),
      (answer) => ({
        kind: "granted",
        ...question,
        usableUntilMs,
        told: command.refused,
        ...answer,
      }),
      (error) => ({ kind: "grants-failed", ...question, error }),
    );
  }

  function put({ segment, storage: kind, grant }: Command<"put">): Promise<void> {
    const name = nameOf(segment);
    let hasMoved = false;
    let toldAtMs = -Infinity;
    const onProgress = (sentBytes: number) => {
      hasMoved ||= sentBytes > 0;
      if (signal.aborted || nowMs() - toldAtMs < PROGRESS_EVERY_MS) return;
      toldAtMs = nowMs();
      listener.onProgress?.(name, sentBytes);
    };
    const send = async () => {
      const bytes = (await readSegment(segment, kind))?.bytes;
      // A tab deleted it after it was verified, and died before it could remember that.
      if (bytes === undefined) return false;
      onProgress(0);
      await environment.putObject({ grant, bytes, signal, onProgress });
      return true;
    };
    return report(
      send(),
      (hasFile) => ({ kind: "put-ended", ...name, hasFile }),
      (error) => ({ kind: "put-failed", ...name, error, hasMoved }),
    );
  }

  function hash({ segment, storage: kind }: Command<"hash">): Promise<void> {
    const name = nameOf(segment);
    const read = async () => {
      const found = await readSegment(segment, kind);
      if (found === undefined) return undefined;
      const { bytes, sampleCount } = found;
      return { sampleCount, sizeBytes: bytes.length, sha256: await environment.sha256(bytes) };
    };
    return report(
      read(),
      (found) => ({ kind: "hashed", ...name, found }),
      (error) => ({ kind: "hash-failed", ...name, error }),
    );
  }

  function verify(command: Command<"verify">): Promise<void> {
    const { recordingId } = command;
    const question = { recordingId, sequences: sequencesOf(command.segments) };
    return report(
      api.verify(command),
      (answer) => ({ kind: "verdicts-given", ...question, ...answer }),
      (error) => ({ kind: "verify-failed", ...question, error }),
    );
  }

  function seal(command: Command<"seal">): Promise<void> {
    const { recordingId } = command.record;
    return report(
      api.seal(command),
      (answer) => ({ kind: "sealed", recordingId, ...answer }),
      (error) => ({ kind: "seal-failed", recordingId, error }),
    );
  }

  async function save(command: SaveCommand): Promise<void> {
    const outcome = await saveRecords(command, storage, afterSeal);
    for (const [recordingId, sequences] of savedSequences(outcome)) {
      listener.onSaved?.(recordingId, sequences);
    }
    dispatch({ kind: "saved", ...outcome });
  }

  async function readSegment(
    { recordingId, sequence }: SegmentRecord,
    kind: StorageKind,
  ): Promise<ReturnType<typeof segmentOfJournalFile>> {
    const file = await storage.files(kind).read(journalFileName(recordingId, sequence));
    return file && segmentOfJournalFile(file);
  }

  const stopListening = options.api.onServerTime?.((time) =>
    dispatch({ kind: "server-time-told", time }),
  );

  return {
    take: (record, segments, isSaved = true) =>
      dispatch({ kind: "records-read", record, segments, isSaved }),
    wake: (cause) => dispatch({ kind: "woken", cause }),
    retry: (segment) => dispatch({ kind: "retried", segment }),
    state: () => state,
    dispose: async () => {
      disposed.abort();
      stopListening?.();
      for (const cancel of cancels) cancel();
      await saving;
    },
  };
}

function sequencesOf(segments: readonly SegmentRecord[]): readonly number[] {
  return segments.map(({ sequence }) => sequence);
}

function nameOf({ recordingId, sequence }: SegmentRecord): SegmentName {
  return { recordingId, sequence };
}
