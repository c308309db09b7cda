// Uploads all that this device keeps of one person, for as long as it leads: what is stored, what the tabs
// record, and what a recorder left behind. Who leads is decided by uploads.ts and drain.ts.
import type { RecordingId } from "@tapedeck/core/ids";
import type { SegmentName } from "@tapedeck/core/upload/event";
import type { RecordingRecord } from "@tapedeck/core/upload/records";
import type { WakeCause } from "@tapedeck/core/upload/waits";
import type { Environment } from "../environment.ts";
import type { RecordReader } from "../journal/journal-records.ts";
import type { JournalStorage } from "../journal/journal-storage.ts";
import type { RecoveredRecording } from "../journal/recover.ts";
import type { RecordingApi } from "../ports.ts";
import type { AfterSeal } from "./save-records.ts";
import { recordingLock } from "./shared-names.ts";
import {
  createUploader,
  type UploadEnvironment,
  type Uploader,
  type UploadListener,
} from "./uploader.ts";
import { writtenRecords } from "./written-records.ts";

export interface Leader {
  readonly uploader: Uploader;
  /** What is known of recordings, also where the device is a write behind. */
  readonly records: RecordReader;
  /**
   * Records of it are new on the device, or will be: a tab holds its lock, and a leader that knows of it
   * finishes it should that tab die.
   */
  changed(recordingId: RecordingId, sequences: readonly number[]): void;
  /**
   * Takes over what the device keeps. Resolves when that is done, and every recording whose recorder
   * is gone is finished; while one goes on recording, it does not resolve.
   *
   * @throws {AppError} STORAGE_FAILED
   */
  takeStored(): Promise<void>;
  /** As {@link Uploader.retry}, and reads again what could not be read. */
  retry(segment?: SegmentName): void;
  /** As {@link Uploader.wake}, and reads again what could not be read. */
  wake(cause: WakeCause): void;
  /** As {@link Uploader.dispose}. */
  dispose(): Promise<void>;
}

export interface LeaderListener extends UploadListener {
  /** What is left of a recording cannot be read just now. It is tried again, and the others go on. */
  onFailure(recordingId: RecordingId, thrown: unknown): void;
}

/** A retry by a person, or a look at the page, reads again sooner. */
const REREAD_MS = 60_000;

/** To be made only by the holder of the lock `uploaderLock`. */
export function createLeader(options: {
  readonly owner: string;
  readonly api: RecordingApi;
  readonly environment: UploadEnvironment & Pick<Environment, "lock" | "loadRecovery">;
  readonly storage: JournalStorage;
  readonly listener: LeaderListener;
  readonly afterSeal?: AfterSeal;
}): Leader {
  const { owner, environment, storage, listener } = options;
  const { records } = storage;
  const disposed = new AbortController();
  /** Recordings whose end is awaited. */
  const awaited = new Map<RecordingId, Promise<void>>();
  /** Recordings that could not be read. */
  const unread = new Set<RecordingId>();
  let cancelReread = () => {};
  const uploader = createUploader(options);

  /** Once the lock of a recording is free, its recorder has stopped, or died. */
  function awaitEnd(recordingId: RecordingId): Promise<void> {
    const known = awaited.get(recordingId);
    if (known) return known;
    const end = finish(recordingId)
      .catch((thrown: unknown) => noteUnread(recordingId, thrown))
      .finally(() => awaited.delete(recordingId));
    awaited.set(recordingId, end);
    return end;
  }

  function noteUnread(recordingId: RecordingId, thrown: unknown): void {
    if (disposed.signal.aborted) return;
    unread.add(recordingId);
    cancelReread();
    cancelReread = environment.setTimer(REREAD_MS, reread);
    listener.onFailure(recordingId, thrown);
  }

  function reread(): void {
    const again = [...unread];
    unread.clear();
    for (const recordingId of again) void awaitEnd(recordingId);
  }

  async function finish(recordingId: RecordingId): Promise<void> {
    const unlock = await environment.lock(recordingLock(recordingId), disposed.signal);
    try {
      const stored = await records.recording(recordingId);
      const { record, segments, isSaved } =
        stored?.state === "open"
          ? await recover(stored)
          : { record: stored, segments: await records.segments(recordingId), isSaved: true };
      if (record) uploader.take(record, segments, isSaved);
      const sequences = segments.map(({ sequence }) => sequence);
      listener.onChange?.(recordingId, sequences);
      listener.onSaved?.(recordingId, sequences);
    } finally {
      unlock();
    }
  }

  async function recover(record: RecordingRecord): Promise<RecoveredRecording> {
    const recoverRecording = await environment.loadRecovery();
    return recoverRecording(record, { storage, sha256: environment.sha256 });
  }

  /**
   * That a recording has ended is believed only once its recorder has let go of it: what it holds is then
   * read as a whole, because a message may have been missed.
   */
  async function takeNew(recordingId: RecordingId, sequences: readonly number[]): Promise<void> {
    const record = await records.recording(recordingId);
    if (record?.state !== "open") return;
    uploader.take(record, await records.segments(recordingId, sequences));
    // Only now do this leader's records have them: a view that has read before saw nothing of them.
    listener.onChange?.(recordingId, sequences);
  }

  return {
    uploader,
    records: writtenRecords(uploader, records),
    changed: (recordingId, sequences) => {
      void takeNew(recordingId, sequences).catch((thrown: unknown) =>
        noteUnread(recordingId, thrown),
      );
      void awaitEnd(recordingId);
    },
    takeStored: async () => {
      const ends: Promise<void>[] = [];
      for (const record of await records.recordings(owner)) {
        const { recordingId, state } = record;
        try {
          uploader.take(record, await records.segments(recordingId));
        } catch (thrown) {
          noteUnread(recordingId, thrown);
          continue;
        }
        if (state === "open") ends.push(awaitEnd(recordingId));
      }
      await Promise.all(ends);
    },
    retry: (segment) => {
      uploader.retry(segment);
      reread();
    },
    wake: (cause) => {
      uploader.wake(cause);
      reread();
    },
    dispose: () => {
      disposed.abort();
      cancelReread();
      return uploader.dispose();
    },
  };
}
