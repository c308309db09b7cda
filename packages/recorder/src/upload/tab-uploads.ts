// One tab's part in uploading: one tab of each person leads and uploads for all of them, the others
// tell it what they recorded and show what it says. When it goes, another leads.
import { toAppError, type AppError } from "@tapedeck/core/errors";
import type { RecordingId } from "@tapedeck/core/ids";
import type { Environment } from "../environment.ts";
import type { RecordingRecord, SegmentRecord } from "../journal/journal-records.ts";
import type { JournalStorage } from "../journal/journal-storage.ts";
import type { RecordingApi } from "../ports.ts";
import type { ServerTime } from "../unsure-gaps.ts";
import { createLeader, uploaderLock, uploadsChannel, type Leader } from "./leader.ts";
import type { RescuedRecording, TabMessage } from "./tab-message.ts";
import type { UploadEnvironment } from "./uploader.ts";
import { viewsOfRecords, type SegmentRef, type UploadViews } from "./views.ts";
import type { WakeCause } from "./waits.ts";

export interface TabUploads {
  /** This tab holds the recording's lock, and has stored nothing of it yet. */
  began(recordingId: RecordingId): void;
  /** These records are durable. */
  journaled(recording: RecordingRecord, segments: readonly SegmentRecord[]): void;
  /** A person asks to try again: one segment, or everything. */
  retry(segment?: SegmentRef): void;
  wake(cause: WakeCause): void;
  /** To the other tabs. */
  tellServerTime(time: ServerTime): void;
  dispose(): Promise<void>;
}

export interface TabListener {
  /** What is new or has changed, from whichever tab. */
  onChange(views: UploadViews): void;
  onRescued(recording: RescuedRecording): void;
  /** Recordings of the device that are shown, and not as sealed. */
  unsealed(): readonly RecordingId[];
  /** A leader that has gone sealed them, and could not tell any more. */
  onSealed(recordings: readonly RecordingId[]): void;
  /** An answer of the server told its time, in whichever tab. */
  onServerTime(time: ServerTime): void;
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
  let leader: Leader | undefined;
  let release = () => {};
  const channel = environment.openChannel(uploadsChannel(owner), hear);
  const stopListening = environment.onWake(() => wake("network"));

  function hear(message: TabMessage): void {
    if (signal.aborted) return;
    switch (message.kind) {
      case "began":
        leader?.began(message.recordingId);
        return;
      case "journaled":
        journaled(message.recording, message.segments);
        return;
      case "retry":
        leader?.retry(message.segment);
        return;
      case "wake":
        leader?.wake(message.cause);
        return;
      case "changed":
        listener.onChange(message.views);
        return;
      case "rescued":
        listener.onRescued(message.recording);
        return;
      case "server-time":
        listener.onServerTime(message.time);
        return;
      case "opened":
        // Of several tabs, the one that leads goes on leading. Its records of what is sealed may not be
        // gone yet: whoever reads them now must not take it for waiting (found by simulation, seed 383).
        if (leader)
          channel.post({ kind: "changed", views: { recordings: leader.sealed(), segments: [] } });
        return;
    }
  }

  /** Shows the change here, and lets the leader act on it. */
  function journaled(recording: RecordingRecord, segments: readonly SegmentRecord[]): void {
    if (leader) leader.journaled(recording, segments);
    else listener.onChange(viewsOfRecords(recording, segments));
  }

  async function lead(): Promise<void> {
    release = await environment.lock(uploaderLock(owner), signal);
    leader = createLeader({
      ...options,
      listener: {
        onChange: (views) => {
          listener.onChange(views);
          channel.post({ kind: "changed", views });
        },
        onRescued: (recording) => {
          listener.onRescued(recording);
          channel.post({ kind: "rescued", recording });
        },
        onFailure: (_recordingId, thrown) => fail(thrown),
      },
    });
    const shown = listener.unsealed();
    const records = await storage.records.recordings(owner);
    const stored = new Set(records.map(({ recordingId }) => recordingId));
    listener.onSealed(shown.filter((recordingId) => !stored.has(recordingId)));
    // Only now is what the others say heard: what they said before is in the records.
    await leader.takeStored();
  }

  /** A tab that does not lead shows what is on the device, until the leader says more. */
  async function showStored(): Promise<void> {
    for (const record of await storage.records.recordings(owner)) {
      const segments = await storage.records.segments(record.recordingId);
      if (leader === undefined) listener.onChange(viewsOfRecords(record, segments));
    }
  }

  function fail(thrown: unknown): void {
    if (!signal.aborted) listener.onFailure(toAppError(thrown));
  }

  function wake(cause: WakeCause): void {
    if (leader) leader.wake(cause);
    else channel.post({ kind: "wake", cause });
  }

  channel.post({ kind: "opened" });
  void showStored().catch(fail);
  void lead().catch(fail);

  return {
    began: (recordingId) => {
      if (leader) leader.began(recordingId);
      else channel.post({ kind: "began", recordingId });
    },
    journaled: (recording, segments) => {
      journaled(recording, segments);
      if (leader === undefined) channel.post({ kind: "journaled", recording, segments });
    },
    retry: (segment) => {
      if (leader) leader.retry(segment);
      else channel.post({ kind: "retry", segment });
    },
    wake,
    tellServerTime: (time) => channel.post({ kind: "server-time", time }),
    dispose: async () => {
      disposed.abort();
      stopListening();
      channel.close();
      await leader?.dispose();
      release();
    },
  };
}
