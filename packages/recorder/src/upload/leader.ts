// Uploads all that this device keeps of one person, for as long as it leads: what is stored, what the
// tabs tell, and what a recorder left behind. Who leads is decided by tab-uploads.ts and drain.ts.
import type { RecordingId } from "@tapedeck/core/ids";
import type { Environment } from "../environment.ts";
import type { RecordingRecord, SegmentRecord } from "../journal/journal-records.ts";
import type { JournalStorage } from "../journal/journal-storage.ts";
import { recoverRecording } from "../journal/recover.ts";
import type { RecordingApi } from "../ports.ts";
import type { RescuedRecording } from "./tab-message.ts";
import { createUploader, type UploadEnvironment, type Uploader } from "./uploader.ts";
import type { UploadViews } from "./views.ts";

export interface Leader extends Pick<Uploader, "retry" | "wake" | "sealed" | "dispose"> {
  /**
   * A tab holds the recording's lock, and has stored nothing of it yet: should it die before it says
   * more, this is known to look for.
   */
  began(recordingId: RecordingId): void;
  /** These records are durable. */
  journaled(recording: RecordingRecord, segments: readonly SegmentRecord[]): void;
  /**
   * Takes over what the device keeps. Resolves when that is done, and every recording whose recorder
   * is gone is finished; while one goes on recording, it does not resolve.
   *
   * @throws {AppError} STORAGE_FAILED
   */
  takeStored(): Promise<void>;
}

export interface LeaderListener {
  onChange(views: UploadViews): void;
  onRescued(recording: RescuedRecording): void;
  /** What is left of a recording cannot be read just now; it is tried again, the others go on. */
  onFailure(recordingId: RecordingId, thrown: unknown): void;
}

/** Until then, a person who asks to try again, or a page that is looked at, is sooner. */
const REREAD_MS = 60_000;

/** To be made only by whoever holds {@link uploaderLock}. */
export function createLeader(options: {
  readonly owner: string;
  readonly api: RecordingApi;
  readonly environment: UploadEnvironment & Pick<Environment, "lock">;
  readonly storage: JournalStorage;
  readonly listener: LeaderListener;
}): Leader {
  const { owner, environment, storage, listener } = options;
  const disposed = new AbortController();
  /** Recordings whose end is awaited. */
  const awaited = new Map<RecordingId, Promise<void>>();
  /** Recordings that could not be read. */
  const unread = new Set<RecordingId>();
  let cancelReread = () => {};
  const uploader = createUploader({ ...options, onChange: (views) => listener.onChange(views) });

  /** Whoever gets the lock of a recording knows that its recorder has stopped, or died. */
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
      const records = await storage.records.recordings(owner);
      const record = records.find((known) => known.recordingId === recordingId);
      if (record?.state !== "open") {
        if (record) uploader.take(record, await storage.records.segments(recordingId));
        return;
      }
      const recovered = await recoverRecording(record, { storage, sha256: environment.sha256 });
      const { segments, isSaved } = recovered;
      uploader.take(recovered.record, segments, isSaved);
      const sampleCount = segments.reduce((sum, segment) => sum + segment.sampleCount, 0);
      if (sampleCount > 0) listener.onRescued({ recordingId, sampleCount });
    } finally {
      unlock();
    }
  }

  return {
    began: (recordingId) => void awaitEnd(recordingId),
    journaled: (recording, segments) => {
      // That it has ended says nothing of what it holds: a message may have been missed. What is on
      // the device is read anew, once its recorder has let go of it.
      if (recording.state === "open") uploader.take(recording, segments);
      void awaitEnd(recording.recordingId);
    },
    takeStored: async () => {
      const ends: Promise<void>[] = [];
      for (const record of await storage.records.recordings(owner)) {
        const { recordingId, state } = record;
        try {
          uploader.take(record, await storage.records.segments(recordingId));
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
    sealed: () => uploader.sealed(),
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

/** Held by the one who uploads for a person: a tab, or the service worker while there is no tab. */
export function uploaderLock(owner: string): string {
  return `tapedeck-uploader-${owner}`;
}

/** Where those who upload for a person, and those who let them, hear of each other. */
export function uploadsChannel(owner: string): string {
  return `tapedeck-${owner}`;
}

/**
 * Held by the tab that records, from before anything is stored: as long as it is held, nobody takes
 * the recording for one that was left behind.
 */
export function recordingLock(recordingId: RecordingId): string {
  return `tapedeck-recording-${recordingId}`;
}
