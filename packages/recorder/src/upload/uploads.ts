// All uploading as one page sees it. One tab of each person leads and uploads what the device keeps, for all
// of them; when it goes, another leads. What only this page's memory holds, because the browser keeps nothing
// for us, this page uploads itself.
import { AppError, toAppError } from "@tapedeck/core/errors";
import type { RecordingId } from "@tapedeck/core/ids";
import type { RecordingRecord, SegmentRecord } from "@tapedeck/core/upload/records";
import type { WakeCause } from "@tapedeck/core/upload/waits";
import type { JournalStorage } from "../journal/journal-storage.ts";
import { createDeviceView } from "./device-view.ts";
import { createMemoryUploads } from "./memory-uploads.ts";
import { createLeader, type Leader } from "./leader.ts";
import { newsOfOldTab, viewsForOldTabs, type News } from "./old-tabs.ts";
import { uploaderLock, uploadsChannel } from "./shared-names.ts";
import type { TabMessage } from "./tab-message.ts";
import { tellBegan, tellStored } from "./tell-tabs.ts";
import type { Uploads, UploadsOptions } from "./uploads-port.ts";

/** How often a tab that does not lead looks whether it missed a message: it may have been frozen. */
const LOOK_EVERY_MS = 5_000;

export function createUploads(options: UploadsOptions): Uploads {
  const { owner, environment, listener } = options;
  const disposed = new AbortController();
  const { signal } = disposed;
  /** While this tab leads. */
  let leader: Leader | undefined;
  let stored: JournalStorage | undefined;
  let release = () => {};
  let isRead = false;
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
  const reading = read();
  reading.catch(fail);
  void lead().catch(fail);

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
      return storage;
    } catch (thrown) {
      fail(thrown);
      return undefined;
    }
  }

  async function read(): Promise<void> {
    const storage = await opening;
    if (signal.aborted) return;
    if (storage) await view.open(storage.records, owner);
    isRead = true;
    listener.onChange();
  }

  async function lead(): Promise<void> {
    const storage = await opening;
    if (storage === undefined || signal.aborted) return;
    release = await environment.lock(uploaderLock(owner), signal);
    // What the service worker has sealed is shown before it is forgotten.
    await reading.catch(() => undefined);
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

  /** The recorder of this tab has stored records. */
  function takeStored(recording: RecordingRecord, segments: readonly SegmentRecord[]): void {
    heardOf(
      recording.recordingId,
      segments.map(({ sequence }) => sequence),
    );
    tellStored(channel, recording, segments);
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
    isRead: () => isRead,
    beginRecording: (recordingId) => {
      const endHere = view.recordsHere(recordingId);
      heardOf(recordingId, []);
      tellBegan(channel, recordingId);
      return () => {
        memory.end(recordingId);
        endHere();
      };
    },
    takeRecording: (recording) => {
      if (recording.storage === "memory") return memory.takeRecording(recording);
      takeStored(recording, []);
    },
    takeSegment: (recording, segment, file) => {
      if (recording.storage === "memory" && file) {
        return memory.takeSegment(recording, segment, file);
      }
      takeStored(recording, [segment]);
    },
    filesOf: async (recordingId) => {
      await reading.catch(() => undefined);
      const known = view.recordings().find((each) => each.recordingId === recordingId);
      if (known === undefined || known.storage === "memory") return memory.files;
      const storage = await opening;
      if (storage) return storage.files(known.storage);
      throw new AppError("STORAGE_FAILED", "This page has no storage.");
    },
    hasRecords: async () => {
      await reading;
      const records = (await (await opening)?.records.recordings(owner)) ?? [];
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
