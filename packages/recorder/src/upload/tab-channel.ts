// The channel between the tabs of one person, in the words of this release and of the one before.
import type { RecordingId } from "@tapedeck/core/ids";
import type { SegmentName } from "@tapedeck/core/upload/event";
import type { RecordingRecord, SegmentRecord } from "@tapedeck/core/upload/records";
import type { ServerTime } from "@tapedeck/core/upload/unsure-gaps";
import type { UploadState } from "@tapedeck/core/upload/upload-state";
import type { WakeCause } from "@tapedeck/core/upload/waits";
import type { Environment } from "../environment.ts";
import { newsOfOldTab, viewsForOldTabs, type OldNews } from "./old-tabs.ts";
import { uploadsChannel } from "./shared-names.ts";
import type { TabMessage } from "./tab-message.ts";

/** What other tabs say. */
export interface TabListener {
  onChanged(recordingId: RecordingId, sequences: readonly number[]): void;
  onProgress(segment: SegmentName, sentBytes: number): void;
  onRetry(segment: SegmentName | undefined): void;
  onWake(cause: WakeCause): void;
  onServerTime(time: ServerTime): void;
  /** Another tab has been opened. */
  onOpened(): void;
  /** A tab of the release before tells of a change. */
  onOldNews(news: OldNews): void;
}

export interface OpenTabChannel {
  opened(): void;
  /** A recorder of this tab is about to store something of a recording. */
  began(recordingId: RecordingId): void;
  /** A recorder of this tab has stored records. */
  stored(recording: RecordingRecord, segments: readonly SegmentRecord[]): void;
  /** The leader's records are on the device now. */
  saved(recordingId: RecordingId, sequences: readonly number[]): void;
  /** Old tabs do without it: their rows go from the device to the bucket in one step. */
  progressed(segment: SegmentName, sentBytes: number): void;
  /** Tabs of the release before show what a leader tells them. */
  tellOldTabs(recordingId: RecordingId, sequences: readonly number[], state: UploadState): void;
  retry(segment: SegmentName | undefined): void;
  wake(cause: WakeCause): void;
  tellServerTime(time: ServerTime): void;
  close(): void;
}

export function openTabChannel(
  owner: string,
  environment: Pick<Environment, "openChannel">,
  listener: TabListener,
): OpenTabChannel {
  const channel = environment.openChannel(uploadsChannel(owner), hear);
  let isClosed = false;

  function hear(message: TabMessage): void {
    if (isClosed) return;
    switch (message.kind) {
      case "recording-changed":
        listener.onChanged(message.recordingId, message.sequences);
        return;
      case "progress":
        listener.onProgress(message, message.sentBytes);
        return;
      case "retry":
        listener.onRetry(message.segment);
        return;
      case "wake":
        listener.onWake(message.cause);
        return;
      case "server-time":
        listener.onServerTime(message.time);
        return;
      case "opened":
        listener.onOpened();
        return;
      case "began":
      case "journaled":
      case "changed":
      case "rescued":
        for (const news of newsOfOldTab(message)) listener.onOldNews(news);
    }
  }

  function post(message: TabMessage | undefined): void {
    if (message !== undefined && !isClosed) channel.post(message);
  }

  return {
    opened: () => post({ kind: "opened" }),
    began: (recordingId) => {
      post({ kind: "recording-changed", recordingId, sequences: [] });
      post({ kind: "began", recordingId, isEcho: true });
    },
    stored: (recording, segments) => {
      const { recordingId } = recording;
      const sequences = segments.map(({ sequence }) => sequence);
      post({ kind: "recording-changed", recordingId, sequences });
      post({ kind: "journaled", recording, segments, isEcho: true });
    },
    saved: (recordingId, sequences) => post({ kind: "recording-changed", recordingId, sequences }),
    progressed: (segment, sentBytes) => post({ kind: "progress", ...segment, sentBytes }),
    tellOldTabs: (recordingId, sequences, state) =>
      post(viewsForOldTabs(state, recordingId, sequences)),
    retry: (segment) => post({ kind: "retry", segment }),
    wake: (cause) => post({ kind: "wake", cause }),
    tellServerTime: (time) => post({ kind: "server-time", time }),
    close: () => {
      isClosed = true;
      channel.close();
    },
  };
}
