// Everything this tab knows of recordings and segments, from whichever tab: merges what is new, and
// makes of it what a host shows. An object that did not change stays the same object.
import type { RecordingId } from "@tapedeck/core/ids";
import type { RecordingSnapshot, Safety, SegmentSnapshot, SegmentStatus } from "../snapshot.ts";
import type { RecordingView, SegmentView, UploadViews } from "./views.ts";

export interface ViewStore {
  merge(views: UploadViews): void;
  /** Newest first; recordings without any sound are left out. */
  recordings(): readonly RecordingSnapshot[];
  /** Newest first. */
  segments(): readonly SegmentSnapshot[];
  /** Of all that has been recorded; the running recording is the caller's to consider. */
  safety(): Safety;
}

interface Shown {
  view: RecordingView;
  /** By sequence. */
  readonly segments: Map<number, SegmentSnapshot>;
}

export function createViewStore(): ViewStore {
  const shown = new Map<RecordingId, Shown>();

  function mergeRecording(view: RecordingView): void {
    const known = shown.get(view.recordingId);
    if (known === undefined) shown.set(view.recordingId, { view, segments: new Map() });
    // What was read from the device may be older than what the leader has said meanwhile.
    else if (view.state !== "open") known.view = view;
  }

  function mergeSegment(view: SegmentView): void {
    const recording = shown.get(view.recordingId);
    const known = recording?.segments.get(view.sequence);
    if (recording === undefined || known?.status.kind === "verified") return;
    recording.segments.set(view.sequence, toSnapshot(view, recording.view));
  }

  const newestFirst = () =>
    [...shown.values()].sort((a, b) => (a.view.recordingId < b.view.recordingId ? 1 : -1));

  return {
    merge: ({ recordings, segments }) => {
      for (const recording of recordings) mergeRecording(recording);
      for (const segment of segments) mergeSegment(segment);
    },
    recordings: () =>
      newestFirst()
        .filter(({ segments }) => segments.size > 0)
        .map(({ view, segments }) => {
          const all = [...segments.values()];
          return {
            ...view,
            sampleCount: all.reduce((sum, { sampleCount }) => sum + sampleCount, 0),
            segmentCount: all.length,
            verifiedCount: all.filter(({ status }) => status.kind === "verified").length,
          };
        }),
    segments: () =>
      newestFirst().flatMap(({ segments }) =>
        [...segments.values()].sort((a, b) => b.sequence - a.sequence),
      ),
    safety: () => {
      let safety: Safety = "in-bucket";
      for (const { view, segments } of shown.values()) {
        if (view.state === "sealed" || segments.size === 0) continue;
        if (view.storage === "memory") return "unsafe";
        safety = "on-device";
      }
      return safety;
    },
  };
}

function toSnapshot({ life, ...view }: SegmentView, { storage }: RecordingView): SegmentSnapshot {
  const isOnlyHere = life.kind === "journaled" && storage === "memory";
  const status: SegmentStatus = isOnlyHere ? { kind: "recorded" } : life;
  return { ...view, status };
}
