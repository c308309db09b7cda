// All uploading as one page sees it. What the device keeps goes through the tab that leads; what only
// this page's memory holds, because the browser keeps nothing for us, this page uploads itself.
import { AppError, toAppError } from "@tapedeck/core/errors";
import type { RecordingId } from "@tapedeck/core/ids";
import type { Environment } from "../environment.ts";
import { journalFileName, type JournalFiles, type StorageKind } from "../journal/journal-files.ts";
import type { RecordingRecord, SegmentRecord } from "../journal/journal-records.ts";
import type { JournalStorage } from "../journal/journal-storage.ts";
import { createMemoryFiles } from "../journal/memory-files.ts";
import { createMemoryRecords } from "../journal/memory-records.ts";
import type { RecordingApi } from "../ports.ts";
import { recordingLock } from "./leader.ts";
import { createTabUploads, type TabListener, type TabUploads } from "./tab-uploads.ts";
import { createUploader } from "./uploader.ts";
import type { SegmentRef } from "./views.ts";
import type { WakeCause } from "./waits.ts";

export interface PageUploads {
  /**
   * Before anything of the recording is stored.
   *
   * @returns the way to say that its recorder has written its last
   */
  beginRecording(recordingId: RecordingId): Promise<() => void>;
  /** The recording has its place, or has ended. */
  takeRecording(recording: RecordingRecord): void;
  /** @param file - the segment's journal file, if this page is the only place that has it */
  takeSegment(
    recording: RecordingRecord,
    segment: SegmentRecord,
    file: Uint8Array | undefined,
  ): void;
  files(kind: StorageKind): Promise<JournalFiles>;
  /**
   * Whether the device keeps a record of a recording of this person's.
   *
   * @throws {AppError} STORAGE_FAILED
   */
  hasRecords(): Promise<boolean>;
  retry(segment?: SegmentRef): void;
  wake(cause: WakeCause): void;
  dispose(): Promise<void>;
}

export function createPageUploads(options: {
  readonly owner: string;
  readonly api: RecordingApi;
  readonly environment: Environment;
  readonly listener: TabListener;
}): PageUploads {
  const { environment, listener } = options;
  const memoryFiles = createMemoryFiles();
  const memory = createUploader({
    ...options,
    storage: { records: createMemoryRecords(), files: () => memoryFiles },
    onChange: (views) => listener.onChange(views),
  });
  /** Recordings of which this page alone has the record. */
  const inMemory = new Map<RecordingId, RecordingRecord>();
  const disposed = new AbortController();
  let tab: TabUploads | undefined;
  const stopListening = options.api.onServerTime?.((time) => {
    listener.onServerTime(time);
    // The tab that records may be another than the one that talks to the server.
    tab?.tellServerTime(time);
  });
  const opening = environment
    .openStorage(leaveToOthers)
    .then((storage): JournalStorage => {
      if (!disposed.signal.aborted) tab = createTabUploads({ ...options, storage });
      return storage;
    })
    .catch((thrown: unknown) => {
      listener.onFailure(toAppError(thrown));
      return undefined;
    });

  /** Whoever leads without its storage would keep those from leading who have it. */
  function leaveToOthers(): void {
    if (disposed.signal.aborted) return;
    void tab?.dispose();
    tab = undefined;
    const why = "This page's storage was closed: reload it.";
    listener.onFailure(new AppError("STORAGE_FAILED", why));
  }

  /** A recording must not be taken for ended while a segment of it is still being put away. */
  let work = Promise.resolve();
  function inTurn(task: () => void | Promise<void>): void {
    work = work.then(task);
  }

  function takeInMemory(recording: RecordingRecord): void {
    inMemory.set(recording.recordingId, recording);
    inTurn(() => memory.take(recording, []));
  }

  /** A recorder that broke has not said that it ended: what came of it is all there will be. */
  function endInMemory(recordingId: RecordingId): void {
    const recording = inMemory.get(recordingId);
    if (recording?.state === "open") takeInMemory({ ...recording, state: "ended" });
    inMemory.delete(recordingId);
  }

  async function keepInMemory(
    recording: RecordingRecord,
    segment: SegmentRecord,
    bytes: Uint8Array,
  ): Promise<void> {
    const name = journalFileName(segment.recordingId, segment.sequence);
    const file = await memoryFiles.create(name);
    file.append(bytes);
    memory.take(recording, [segment]);
  }

  return {
    beginRecording: async (recordingId) => {
      await opening;
      const release = await environment.lock(recordingLock(recordingId), disposed.signal);
      tab?.began(recordingId);
      return () => {
        endInMemory(recordingId);
        release();
      };
    },
    takeRecording: (recording) => {
      if (recording.storage !== "memory") tab?.journaled(recording, []);
      else takeInMemory(recording);
    },
    takeSegment: (recording, segment, bytes) => {
      if (recording.storage !== "memory" || !bytes) tab?.journaled(recording, [segment]);
      else inTurn(() => keepInMemory(recording, segment, bytes));
    },
    files: async (kind) => {
      if (kind === "memory") return memoryFiles;
      const storage = await opening;
      if (storage) return storage.files(kind);
      throw new AppError("STORAGE_FAILED", "This browser gives no access to its storage.");
    },
    hasRecords: async () => {
      const storage = await opening;
      return storage !== undefined && (await storage.records.recordings(options.owner)).length > 0;
    },
    retry: (segment) => {
      memory.retry(segment);
      tab?.retry(segment);
    },
    wake: (cause) => {
      memory.wake(cause);
      // A tab that has just been opened because of the cause tells the others as soon as it can.
      void opening.then(() => tab?.wake(cause));
    },
    dispose: async () => {
      disposed.abort();
      stopListening?.();
      await opening;
      await Promise.all([memory.dispose(), tab?.dispose()]);
    },
  };
}
