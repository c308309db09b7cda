// The uploads as the recorder has them from the start, while their code is still coming. A recording waits for none
// of it: its worker stores the sound on the device, and the other tabs are told, one of which may upload. What only
// this page's memory holds is kept for the uploads, in order.
import type { RecordingId } from "@tapedeck/core/ids";
import type { RecordingRecord, SegmentRecord, StorageKind } from "@tapedeck/core/upload/records";
import type { TabChannel } from "../environment.ts";
import type { RecordingSnapshot, SavedRecording, SegmentSnapshot } from "../snapshot.ts";
import type { DeviceView } from "./device-view.ts";
import { recordingLock, uploadsChannel } from "./shared-names.ts";
import { tellBegan, tellStored } from "./tell-tabs.ts";
import type { LoadUploads, Uploads, UploadsOptions } from "./uploads-port.ts";

/**
 * The same as {@link Uploads} and what they show. If their code does not come, nothing is lost and nothing has failed:
 * recordings go on to the device, and it is asked for again when the network returns, when the page is looked at,
 * when the host calls, and every half minute. What needs an answer waits for it.
 */
export interface LaterUploads
  extends
    Pick<Uploads, "takeRecording" | "takeSegment" | "retry" | "wake" | "dispose">,
    Pick<DeviceView, "recordings" | "segments" | "saved"> {
  /**
   * Waits for the lock of the recording, before anything of it is stored.
   *
   * @returns the way to say that its recorder has written its last
   */
  beginRecording(recordingId: RecordingId): Promise<() => void>;
  /**
   * As {@link DeviceView.safety}. As long as the device is not read, nothing is called `in-bucket`: what this page
   * has recorded is where its worker has put it, and what was there before counts as `on-device`.
   */
  safety(storageLasts: boolean): ReturnType<DeviceView["safety"]>;
  /** As {@link Uploads.filesOf}. @throws {AppError} APP_INCOMPLETE – the code does not come */
  filesOf: Uploads["filesOf"];
  /** As {@link Uploads.hasRecords}. @throws {AppError} APP_INCOMPLETE – the code does not come */
  hasRecords: Uploads["hasRecords"];
}

/** Portals and proxies let the network through again without an event. */
const ASK_AGAIN_MS = 30_000;

const NO_RECORDINGS: readonly RecordingSnapshot[] = [];
const NO_SEGMENTS: readonly SegmentSnapshot[] = [];
const NONE_SAVED: readonly SavedRecording[] = [];

export function createLaterUploads(
  options: UploadsOptions,
  loadUploads: LoadUploads,
): LaterUploads {
  const { owner, environment } = options;
  const disposed = new AbortController();
  const { signal } = disposed;
  let uploads: Uploads | undefined;
  let loading: Promise<Uploads> | undefined;
  let cancelNext = () => {};
  /** What the uploads are to be told once they are there, in order. */
  const untold: ((uploads: Uploads) => void)[] = [];
  /** Where sound is that this page has recorded. */
  let held: StorageKind | undefined;
  /** Of this page's own words, until the uploads speak. */
  let channel: TabChannel | undefined;
  const stopWaking = environment.onWake(ask);

  /** The uploads, once they are there. One question at a time. */
  function load(): Promise<Uploads> {
    loading ??= create().catch((thrown: unknown) => {
      loading = undefined;
      if (!signal.aborted) cancelNext = environment.setTimer(ASK_AGAIN_MS, ask);
      throw thrown;
    });
    return loading;
  }

  function ask(): void {
    void load().catch(() => undefined);
  }

  async function create(): Promise<Uploads> {
    cancelNext();
    const createUploads = await loadUploads();
    signal.throwIfAborted();
    stopWaking();
    channel?.close();
    uploads = createUploads(options);
    for (const tell of untold.splice(0)) tell(uploads);
    return uploads;
  }

  function tell(what: (uploads: Uploads) => void): void {
    if (uploads) what(uploads);
    else untold.push(what);
  }

  /** The uploads read these records on the device, once they are there. */
  function stored(recording: RecordingRecord, segments: readonly SegmentRecord[]): void {
    if (channel) tellStored(channel, recording, segments);
  }

  ask();
  return {
    recordings: () => uploads?.view.recordings() ?? NO_RECORDINGS,
    segments: (recordingId) => uploads?.view.segments(recordingId) ?? NO_SEGMENTS,
    saved: () => uploads?.view.saved() ?? NONE_SAVED,
    safety: (storageLasts) => {
      const known = uploads?.view.safety(storageLasts) ?? "in-bucket";
      if (uploads?.isRead()) return known;
      if (held === "memory") return "in-memory";
      if (known !== "in-bucket") return known;
      return held === undefined || storageLasts ? "on-device" : "may-be-forgotten";
    },
    beginRecording: async (recordingId) => {
      const unlock = await environment.lock(recordingLock(recordingId), signal);
      if (uploads === undefined) {
        channel ??= environment.openChannel(uploadsChannel(owner), () => {});
        tellBegan(channel, recordingId);
      }
      let end = () => {};
      tell((there) => {
        end = there.beginRecording(recordingId);
      });
      return () => {
        tell(() => end());
        unlock();
      };
    },
    takeRecording: (recording) => {
      if (held !== "memory") held = recording.storage;
      if (uploads || recording.storage === "memory")
        tell((there) => there.takeRecording(recording));
      else stored(recording, []);
    },
    takeSegment: (recording, segment, file) => {
      if (uploads || recording.storage === "memory") {
        tell((there) => there.takeSegment(recording, segment, file));
      } else stored(recording, [segment]);
    },
    filesOf: async (recordingId) => (await load()).filesOf(recordingId),
    hasRecords: async () => (await load()).hasRecords(),
    retry: (segment) => {
      tell((there) => there.retry(segment));
      ask();
    },
    wake: (cause) => {
      tell((there) => there.wake(cause));
      ask();
    },
    dispose: async () => {
      disposed.abort();
      cancelNext();
      stopWaking();
      channel?.close();
      untold.length = 0;
      await uploads?.dispose();
    },
  };
}
