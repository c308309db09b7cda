// Everything this tab knows of recordings and segments, from whichever tab: merges what is new, and
// makes of it what a host shows. An object that did not change stays the same object.
import type { RecordingId } from "@tapedeck/core/ids";
import type { RecordingSnapshot, Safety, SegmentSnapshot, SegmentStatus } from "../snapshot.ts";
import type { RecordingView, SegmentView, UploadViews } from "./views.ts";

export interface ViewStore {
  merge(views: UploadViews): void;
  /** Newest first; recordings without any sound are left out. The same list until something changes. */
  recordings(): readonly RecordingSnapshot[];
  /** Newest first. The same list until something changes. */
  segments(): readonly SegmentSnapshot[];
  /** Recordings that are on the device, as far as is known. */
  unsealed(): readonly RecordingId[];
  /** They have left the device, which is the end of a recording that was sealed. */
  seal(recordings: readonly RecordingId[]): void;
  /**
   * Of all that has been recorded; the running recording is the caller's to consider.
   *
   * @param storageLasts - what is on the device is known to outlive the window
   */
  safety(storageLasts: boolean): Exclude<Safety, "recording">;
}

interface Lists {
  readonly recordings: readonly RecordingSnapshot[];
  readonly segments: readonly SegmentSnapshot[];
}

interface Shown {
  /** Unknown while only its segments have been heard of: then nothing of it is shown yet. */
  view: RecordingView | undefined;
  /** By sequence. */
  readonly segments: Map<number, ShownSegment>;
}

interface ShownSegment {
  readonly view: SegmentView;
  /** Made once, when it is first shown. */
  snapshot: SegmentSnapshot | undefined;
}

export function createViewStore(): ViewStore {
  const shown = new Map<RecordingId, Shown>();
  let lists: Lists | undefined;

  function entryOf(recordingId: RecordingId): Shown {
    const known = shown.get(recordingId) ?? { view: undefined, segments: new Map() };
    shown.set(recordingId, known);
    return known;
  }

  function mergeRecording(view: RecordingView): void {
    const entry = entryOf(view.recordingId);
    // What was read from the device may be older than what the leader has said meanwhile.
    // Sealed is the end of it; that one was open is never news.
    const isOlder = entry.view?.state === "sealed" || (entry.view && view.state === "open");
    if (isOlder) return;
    entry.view = view;
    // Nothing is sealed before all of it is verified: whoever heard less of a segment missed it.
    if (view.state === "sealed")
      for (const { view: segment } of entry.segments.values()) mergeSegment(segment);
  }

  function mergeSegment(heard: SegmentView): void {
    const { view: recording, segments } = entryOf(heard.recordingId);
    if (segments.get(heard.sequence)?.view.life.kind === "verified") return;
    const isSealed = recording?.state === "sealed";
    const view: SegmentView = isSealed ? { ...heard, life: { kind: "verified" } } : heard;
    segments.set(heard.sequence, { view, snapshot: undefined });
  }

  function listAll(): Lists {
    const newestFirst = [...shown.values()]
      .flatMap(({ view, segments }) => (view && segments.size > 0 ? [{ view, segments }] : []))
      .sort((a, b) => (a.view.recordingId < b.view.recordingId ? 1 : -1))
      .map(({ view, segments }) => ({ view, segments: snapshotsOf(view, segments) }));
    return {
      recordings: newestFirst.map(({ view, segments }) => ({
        ...view,
        sampleCount: segments.reduce((sum, { sampleCount }) => sum + sampleCount, 0),
        segmentCount: segments.length,
        verifiedCount: segments.filter(({ status }) => status.kind === "verified").length,
      })),
      segments: newestFirst.flatMap(({ segments }) => segments),
    };
  }

  return {
    merge: ({ recordings, segments }) => {
      for (const recording of recordings) mergeRecording(recording);
      for (const segment of segments) mergeSegment(segment);
      lists = undefined;
    },
    recordings: () => (lists ??= listAll()).recordings,
    segments: () => (lists ??= listAll()).segments,
    unsealed: () =>
      [...shown.values()].flatMap(({ view }) =>
        view === undefined || view.state === "sealed" || view.storage === "memory"
          ? []
          : [view.recordingId],
      ),
    seal: (recordings) => {
      for (const recordingId of recordings) {
        const { view } = entryOf(recordingId);
        if (view) mergeRecording({ ...view, state: "sealed" });
      }
      lists = undefined;
    },
    safety: (storageLasts) => {
      let safety: ReturnType<ViewStore["safety"]> = "in-bucket";
      for (const { view, segments } of shown.values()) {
        if (view === undefined || view.state === "sealed") continue;
        // Without a segment it holds something only if it was cut off: less than a segment of sound.
        const mayHoldMore = view.state === "open" && view.storage !== "memory";
        if (segments.size === 0 && !mayHoldMore) continue;
        if (view.storage === "memory") return "in-memory";
        if (!storageLasts) safety = "may-be-forgotten";
        else if (safety !== "stuck") safety = isStuck(view, segments) ? "stuck" : "on-device";
      }
      return safety;
    },
  };
}

function isStuck({ state }: RecordingView, segments: Shown["segments"]): boolean {
  if (typeof state !== "string" && state.kind === "stuck") return true;
  return [...segments.values()].some(({ view }) => view.life.kind === "stuck");
}

function snapshotsOf(
  recording: RecordingView,
  segments: ReadonlyMap<number, ShownSegment>,
): SegmentSnapshot[] {
  return [...segments.values()]
    .map((segment) => (segment.snapshot ??= toSnapshot(segment.view, recording)))
    .sort((a, b) => b.sequence - a.sequence);
}

function toSnapshot({ life, ...view }: SegmentView, { storage }: RecordingView): SegmentSnapshot {
  const isOnlyHere = life.kind === "journaled" && storage === "memory";
  const status: SegmentStatus = isOnlyHere ? { kind: "recorded" } : life;
  return { ...view, status };
}
