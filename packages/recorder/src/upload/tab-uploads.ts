// One tab's part in uploading: one tab of each person leads and uploads for all of them, the others
// tell it what they recorded and show what it says. When it goes, another leads.
import { toAppError, type AppError } from "@tapedeck/core/errors";
import type { RecordingId } from "@tapedeck/core/ids";
import type { Environment } from "../environment.ts";
import type { RecordingRecord, SegmentRecord } from "../journal/journal-records.ts";
import type { JournalStorage } from "../journal/journal-storage.ts";
import { recoverRecording } from "../journal/recover.ts";
import type { RecordingApi } from "../ports.ts";
import type { RescuedRecording, TabMessage } from "./tab-message.ts";
import { createUploader, type Uploader, type UploadEnvironment } from "./uploader.ts";
import { viewsOfRecords, type SegmentRef, type UploadViews } from "./views.ts";
import type { WakeCause } from "./waits.ts";

export interface TabUploads {
  /** These records are durable. */
  journaled(recording: RecordingRecord, segments: readonly SegmentRecord[]): void;
  /** A person asks to try again: one segment, or everything. */
  retry(segment?: SegmentRef): void;
  wake(cause: WakeCause): void;
  dispose(): Promise<void>;
}

export interface TabListener {
  /** What is new or has changed, from whichever tab. */
  onChange(views: UploadViews): void;
  onRescued(recording: RescuedRecording): void;
  /** The device's storage cannot be read. */
  onFailure(error: AppError): void;
}

export function createTabUploads(options: {
  readonly owner: string;
  readonly api: RecordingApi;
  readonly environment: UploadEnvironment & Pick<Environment, "lock" | "openChannel" | "onWake">;
  readonly storage: JournalStorage;
  readonly listener: TabListener;
}): TabUploads {
  const { owner, environment, storage, listener } = options;
  const disposed = new AbortController();
  const { signal } = disposed;
  /** Recordings whose end is awaited. */
  const watched = new Set<RecordingId>();
  let uploader: Uploader | undefined;
  let release = () => {};
  const channel = environment.openChannel(`tapedeck-${owner}`, hear);
  const stopListening = environment.onWake(() => wake("network"));

  function hear(message: TabMessage): void {
    if (signal.aborted) return;
    switch (message.kind) {
      case "journaled":
        journaled(message.recording, message.segments);
        return;
      case "retry":
        uploader?.retry(message.segment);
        return;
      case "wake":
        uploader?.wake(message.cause);
        return;
      case "changed":
        listener.onChange(message.views);
        return;
      case "rescued":
        listener.onRescued(message.recording);
        return;
    }
  }

  /** Shows the change here, and lets the leader act on it. */
  function journaled(recording: RecordingRecord, segments: readonly SegmentRecord[]): void {
    if (uploader === undefined) listener.onChange(viewsOfRecords(recording, segments));
    // That it has ended says nothing of what it holds: a message may have been missed. What is on
    // the device is read anew, once its recorder has let go of it.
    else if (recording.state === "open") uploader.take(recording, segments);
    if (uploader) void awaitEnd(recording.recordingId).catch(fail);
  }

  async function lead(): Promise<void> {
    release = await environment.lock(`tapedeck-uploader-${owner}`, signal);
    uploader = createUploader({
      ...options,
      onChange: (views) => {
        listener.onChange(views);
        channel.post({ kind: "changed", views });
      },
    });
    // Only now is what the others say heard: what they said before is in the records.
    for (const record of await storage.records.recordings(owner)) {
      const segments = await storage.records.segments(record.recordingId);
      uploader.take(record, segments);
      if (record.state === "open") void awaitEnd(record.recordingId).catch(fail);
    }
  }

  /** Whoever gets the lock of a recording knows that its recorder has stopped, or died. */
  async function awaitEnd(recordingId: RecordingId): Promise<void> {
    if (watched.has(recordingId)) return;
    watched.add(recordingId);
    const unlock = await environment.lock(recordingLock(recordingId), signal);
    try {
      const record = await findRecord(recordingId);
      if (record?.state !== "open") {
        if (record) uploader?.take(record, await storage.records.segments(recordingId));
        return;
      }
      const recovered = await recoverRecording(record, { storage, sha256: environment.sha256 });
      const { segments, isSaved } = recovered;
      uploader?.take(recovered.record, segments, isSaved);
      const sampleCount = segments.reduce((sum, segment) => sum + segment.sampleCount, 0);
      if (sampleCount === 0) return;
      const rescued = { recordingId, sampleCount };
      listener.onRescued(rescued);
      channel.post({ kind: "rescued", recording: rescued });
    } catch (thrown) {
      fail(thrown);
    } finally {
      watched.delete(recordingId);
      unlock();
    }
  }

  async function findRecord(recordingId: RecordingId): Promise<RecordingRecord | undefined> {
    const records = await storage.records.recordings(owner);
    return records.find((record) => record.recordingId === recordingId);
  }

  /** A tab that does not lead shows what is on the device, until the leader says more. */
  async function showStored(): Promise<void> {
    for (const record of await storage.records.recordings(owner)) {
      const segments = await storage.records.segments(record.recordingId);
      if (uploader === undefined) listener.onChange(viewsOfRecords(record, segments));
    }
  }

  function fail(thrown: unknown): void {
    if (!signal.aborted) listener.onFailure(toAppError(thrown));
  }

  function wake(cause: WakeCause): void {
    if (uploader) uploader.wake(cause);
    else channel.post({ kind: "wake", cause });
  }

  void showStored().catch(fail);
  void lead().catch(fail);

  return {
    journaled: (recording, segments) => {
      journaled(recording, segments);
      if (uploader === undefined) channel.post({ kind: "journaled", recording, segments });
    },
    retry: (segment) => {
      if (uploader) uploader.retry(segment);
      else channel.post({ kind: "retry", segment });
    },
    wake,
    dispose: async () => {
      disposed.abort();
      stopListening();
      channel.close();
      await uploader?.dispose();
      release();
    },
  };
}

/**
 * Held by the tab that records, from before anything is stored: as long as it is held, nobody takes
 * the recording for one that was left behind.
 */
export function recordingLock(recordingId: RecordingId): string {
  return `tapedeck-recording-${recordingId}`;
}
