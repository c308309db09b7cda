// All uploading as one page sees it. One tab of each person leads and uploads what the device keeps, for all
// of them; when it goes, another leads. What only this page's memory holds, because the browser keeps nothing
// for us, this page uploads itself.
import { AppError, toAppError } from "@tapedeck/core/errors";
import type { RecordingId } from "@tapedeck/core/ids";
import type { SegmentName } from "@tapedeck/core/upload/event";
import type { RecordingRecord, SegmentRecord, StorageKind } from "@tapedeck/core/upload/records";
import type { ServerTime } from "@tapedeck/core/upload/unsure-gaps";
import type { WakeCause } from "@tapedeck/core/upload/waits";
import type { Environment } from "../environment.ts";
import type { JournalFiles } from "../journal/journal-files.ts";
import type { JournalStorage } from "../journal/journal-storage.ts";
import type { RecordingApi } from "../ports.ts";
import { createDeviceView, type DeviceView } from "./device-view.ts";
import { createMemoryUploads } from "./memory-uploads.ts";
import { createLeader, type Leader } from "./leader.ts";
import { newsOfOldTab, viewsForOldTabs, type News, type OldTabMessage } from "./old-tabs.ts";
import { recordingLock, uploaderLock, uploadsChannel } from "./shared-names.ts";
import type { TabMessage } from "./tab-message.ts";

export interface Uploads {
  readonly view: Omit<DeviceView, "recordsHere">;
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
   * Whether the device keeps a record of this person's that is not sealed.
   *
   * @throws {AppError} STORAGE_FAILED
   */
  hasRecords(): Promise<boolean>;
  retry(segment?: SegmentName): void;
  wake(cause: WakeCause): void;
  dispose(): Promise<void>;
}

export interface UploadsListener {
  /** The view shows something new. */
  onChange(): void;
  /** An answer of the server told its time, in whichever tab. */
  onServerTime(time: ServerTime): void;
  /** The device's storage cannot be read. */
  onFailure(error: AppError): void;
}

/** How often a tab that does not lead looks whether it missed a message: it may have been frozen. */
const LOOK_EVERY_MS = 5_000;

export function createUploads(options: {
  readonly owner: string;
  readonly api: RecordingApi;
  readonly environment: Environment;
  readonly listener: UploadsListener;
}): Uploads {
  const { owner, environment, listener } = options;
  const disposed = new AbortController();
  const { signal } = disposed;
  /** While this tab leads. */
  let leader: Leader | undefined;
  let stored: JournalStorage | undefined;
  let release = () => {};
  /** A leader of the release before tells of changes before it has written them. */
  const toldEarly = new Set<RecordingId>();

  const view = createDeviceView({
    readerOf: (recordingId) =>
      memory.has(recordingId) ? memory.records : (leader?.records ?? stored?.records),
    nowMs: () => Math.floor(environment.clock.nowMicros() / 1000),
    onChange: () => listener.onChange(),
    onFailure: fail,
  });
  const memory = createMemoryUploads({
    ...options,
    listener: {
      onChange: (recordingId, sequences) => view.changed(recordingId, sequences),
      onProgress: (segment, sentBytes) => view.progressed(segment, sentBytes),
    },
  });
  const channel = environment.openChannel(uploadsChannel(owner), hear);
  const stopHearingTime = options.api.onServerTime?.((time) => {
    listener.onServerTime(time);
    // The tab that records may be another than the one that talks to the server.
    channel.post({ kind: "server-time", time });
  });
  const stopWaking = environment.onWake(() => {
    wake("network");
    // A frozen tab heard nothing: of its segments, not even the look below would tell.
    if (leader === undefined) for (const recordingId of view.unsealed()) view.changed(recordingId);
  });
  let cancelLook = environment.setTimer(LOOK_EVERY_MS, look);
  const opening = open();

  /** What other tabs say. */
  function hear(message: TabMessage): void {
    switch (message.kind) {
      case "recording-changed":
        return hearNews(message);
      case "progress":
        return view.progressed(message, message.sentBytes);
      case "retry":
        return leader?.retry(message.segment);
      case "wake":
        return leader?.wake(message.cause);
      case "server-time":
        return listener.onServerTime(message.time);
      case "opened":
        // An old tab shows what it is told; the records of what is sealed may be gone before it reads them.
        for (const { record } of leader?.uploader.state().recordings ?? []) {
          if (record.state === "sealed") tellOldTabs(record.recordingId, []);
        }
        return;
      case "began":
      case "journaled":
      case "changed":
      case "rescued":
        for (const news of newsOfOldTab(message)) hearNews(news);
    }
  }

  function hearNews({ recordingId, sequences, ...news }: News): void {
    heardOf(recordingId, sequences);
    if (news.isUnwritten) toldEarly.add(recordingId);
    if (news.isSealed) view.sealed(recordingId);
    if (news.isCutOff) view.wasCutOff(recordingId);
  }

  async function open(): Promise<JournalStorage | undefined> {
    try {
      const storage = await environment.openStorage(giveUpStorage);
      if (signal.aborted) return storage;
      stored = storage;
      channel.post({ kind: "opened" });
      void lead(storage, view.open(storage.records, owner)).catch(fail);
      return storage;
    } catch (thrown) {
      fail(thrown);
      return undefined;
    }
  }

  async function lead(storage: JournalStorage, shown: Promise<void>): Promise<void> {
    shown.catch(fail);
    release = await environment.lock(uploaderLock(owner), signal);
    // What the service worker has sealed is shown before it is forgotten.
    await shown.catch(() => undefined);
    leader = createLeader({
      ...options,
      storage,
      listener: {
        onChange: (recordingId, sequences) => {
          view.changed(recordingId, sequences);
          tellOldTabs(recordingId, sequences);
        },
        onSaved: (recordingId, sequences) =>
          channel.post({ kind: "recording-changed", recordingId, sequences }),
        onProgress: (segment, sentBytes) => {
          view.progressed(segment, sentBytes);
          channel.post({ kind: "progress", ...segment, sentBytes });
        },
        onFailure: (_recordingId, thrown) => fail(thrown),
      },
    });
    // A leader that has gone may have sealed one, and not lived to tell.
    for (const recordingId of view.unsealed()) view.changed(recordingId, []);
    // Only now is what the others say heard: what they said before is in the records.
    await leader.takeStored();
  }

  /** A leader without storage would block the tabs that still have theirs. */
  function giveUpStorage(): void {
    if (signal.aborted) return;
    void leader?.dispose();
    leader = undefined;
    stored = undefined;
    channel.close();
    release();
    listener.onFailure(new AppError("STORAGE_FAILED", "This page's storage was closed."));
  }

  /** Another tab, or this tab's recorder, has changed records. */
  function heardOf(recordingId: RecordingId, sequences: readonly number[]): void {
    view.changed(recordingId, sequences);
    leader?.changed(recordingId, sequences);
  }

  /** Tabs of the release before show what a leader tells them. */
  function tellOldTabs(recordingId: RecordingId, sequences: readonly number[]): void {
    const views = leader && viewsForOldTabs(leader.uploader.state(), recordingId, sequences);
    if (views) channel.post(views);
  }

  /** The recorder of this tab has stored records, or is about to: both releases hear it. */
  function tell(inOldWords: OldTabMessage): void {
    for (const { recordingId, sequences } of newsOfOldTab(inOldWords)) {
      heardOf(recordingId, sequences);
      channel.post({ kind: "recording-changed", recordingId, sequences });
    }
    channel.post({ ...inOldWords, isEcho: true });
  }

  /** Reads what has changed unheard, or was told before it was written. */
  function look(): void {
    cancelLook = environment.setTimer(LOOK_EVERY_MS, look);
    if (leader || stored === undefined) return;
    for (const recordingId of view.unsealed()) {
      view.changed(recordingId, toldEarly.delete(recordingId) ? undefined : []);
    }
  }

  function wake(cause: WakeCause): void {
    memory.wake(cause);
    if (leader) leader.wake(cause);
    else channel.post({ kind: "wake", cause });
  }

  function fail(thrown: unknown): void {
    if (!signal.aborted) listener.onFailure(toAppError(thrown));
  }

  return {
    view,
    beginRecording: async (recordingId) => {
      await opening;
      const unlock = await environment.lock(recordingLock(recordingId), signal);
      const endHere = view.recordsHere(recordingId);
      tell({ kind: "began", recordingId });
      return () => {
        memory.end(recordingId);
        endHere();
        unlock();
      };
    },
    takeRecording: (recording) => {
      if (recording.storage === "memory") return memory.takeRecording(recording);
      tell({ kind: "journaled", recording, segments: [] });
    },
    takeSegment: (recording, segment, file) => {
      if (recording.storage === "memory" && file) {
        return memory.takeSegment(recording, segment, file);
      }
      tell({ kind: "journaled", recording, segments: [segment] });
    },
    files: async (kind) => {
      if (kind === "memory") return memory.files;
      const storage = await opening;
      if (storage) return storage.files(kind);
      throw new AppError("STORAGE_FAILED", "This page has no storage.");
    },
    hasRecords: async () => {
      const storage = await opening;
      const records = (await storage?.records.recordings(owner)) ?? [];
      return records.some(({ state }) => state !== "sealed");
    },
    retry: (segment) => {
      memory.retry(segment);
      if (leader) leader.retry(segment);
      else channel.post({ kind: "retry", segment });
    },
    wake: (cause) => {
      // A tab that has just been opened because of the cause tells the others as soon as it can.
      void opening.then(() => wake(cause));
    },
    dispose: async () => {
      disposed.abort();
      stopHearingTime?.();
      stopWaking();
      cancelLook();
      await opening;
      channel.close();
      await Promise.all([memory.dispose(), leader?.dispose()]);
      release();
    },
  };
}
