// What a page shows of uploads. It reads the device's records, and reads again what it is told has changed;
// the only thing it is told itself is how far a PUT is.
import type { RecordingId } from "@tapedeck/core/ids";
import { itemsOf } from "@tapedeck/core/paged-list";
import type { SegmentName } from "@tapedeck/core/upload/event";
import type { RecordingRecord } from "@tapedeck/core/upload/records";
import type { JournalRecords, RecordReader } from "../journal/journal-records.ts";
import type { RecordingSnapshot, Safety, SavedRecording, SegmentSnapshot } from "../snapshot.ts";
import { createPutProgress } from "./put-progress.ts";
import {
  NOTHING_SHOWN,
  safetyOf,
  sealed,
  segmentOf,
  segmentSnapshot,
  snapshotOf,
  withSnapshots,
  type ShownRecording,
} from "./shown-recording.ts";

export interface DeviceView {
  /** Reads all of a person's records. Rejects where it cannot be read which there are. */
  open(records: RecordReader & Pick<JournalRecords, "recordings">, owner: string): Promise<void>;
  /** Reads records again. @param sequences - of its segments; all unless given */
  changed(recordingId: RecordingId, sequences?: readonly number[]): void;
  /** Of a PUT that is under way, in this tab or another. */
  progressed(segment: SegmentName, sentBytes: number): void;
  /** The bucket has its manifest. */
  sealed(recordingId: RecordingId): void;
  /** A recorder left it behind, and what was durable was saved. */
  wasCutOff(recordingId: RecordingId): void;
  /** This page records it. @returns the way to say that it does not any more */
  recordsHere(recordingId: RecordingId): () => void;
  /** Newest first; recordings without any sound are left out. The same list until something changes. */
  recordings(): readonly RecordingSnapshot[];
  /** In order of sequence. The same list until something changes. */
  segments(recordingId: RecordingId): readonly SegmentSnapshot[];
  /** Recordings of the device that are known, and not as sealed. */
  unsealed(): readonly RecordingId[];
  /** What became of recordings that this page did not end itself. The same list until there is one more. */
  saved(): readonly SavedRecording[];
  /**
   * Of all that has been recorded; the running recording is the caller's to consider.
   *
   * @param storageLasts - what is on the device is known to outlive the window
   */
  safety(storageLasts: boolean): Exclude<Safety, "recording">;
}

/**
 * @param options.readerOf - of the records of a recording: the device's, or this page's memory
 * @param options.onFailure - records cannot be read
 */
export function createDeviceView(options: {
  readonly readerOf: (recordingId: RecordingId) => RecordReader | undefined;
  readonly nowMs: () => number;
  readonly onChange: () => void;
  readonly onFailure: (thrown: unknown) => void;
}): DeviceView {
  const { readerOf, nowMs, onChange, onFailure } = options;
  const shown = new Map<RecordingId, ShownRecording>();
  const progress = createPutProgress();
  /** To be read again; `undefined`: all of its segments. */
  const toRead = new Map<RecordingId, ReadonlySet<number> | undefined>();
  /** Read again with the next change of any recording: storage that fails now may be well then. */
  const unread: typeof toRead = new Map();
  /** Recordings of this page, and whether it still records them. */
  const recordedHere = new Map<RecordingId, "open" | "ended">();
  /** What became of recordings, where their records may not say so; told once they are read. */
  const toTell = new Map<RecordingId, SavedRecording["kind"]>();
  let saved: readonly SavedRecording[] = [];
  let list: readonly RecordingSnapshot[] | undefined;
  /** As they were last asked for: most pages show the segments of no recording, or of one. */
  const segmentLists = new WeakMap<ShownRecording["segments"], readonly SegmentSnapshot[]>();
  /** One reading at a time: a slow one must not undo what a later one has seen. */
  let reading = Promise.resolve();

  function show(recordingId: RecordingId, recording: ShownRecording): void {
    shown.set(recordingId, recording);
    list = undefined;
  }

  function readAgain(recordingId: RecordingId, sequences?: Iterable<number>): void {
    noteToRead(recordingId, sequences);
    for (const [id, others] of unread) noteToRead(id, others);
    unread.clear();
    void readInTurn();
  }

  function noteToRead(recordingId: RecordingId, sequences?: Iterable<number>): void {
    const known = toRead.has(recordingId) ? toRead.get(recordingId) : [];
    toRead.set(recordingId, sequences && known && new Set([...known, ...sequences]));
  }

  function readInTurn(): Promise<void> {
    reading = reading.then(async () => {
      for (const [recordingId, sequences] of toRead) {
        toRead.delete(recordingId);
        try {
          await read(recordingId, sequences && [...sequences]);
          onChange();
        } catch (thrown) {
          unread.set(recordingId, sequences);
          onFailure(thrown);
        }
      }
    });
    return reading;
  }

  async function read(recordingId: RecordingId, sequences?: readonly number[]): Promise<void> {
    const reader = readerOf(recordingId);
    if (reader === undefined) return;
    const record = await reader.recording(recordingId);
    // A recording leaves the device only once it is sealed. Storage that a person or a browser clears is
    // closed first, and then cannot be read.
    if (record === undefined) seal(recordingId);
    else await readSegments(reader, record, sequences);
    const kind = record?.isCutOff ? "cut-off" : toTell.get(recordingId);
    if (kind) tell(recordingId, kind);
  }

  async function readSegments(
    reader: RecordReader,
    record: RecordingRecord,
    sequences: readonly number[] | undefined,
  ): Promise<void> {
    const { recordingId } = record;
    // Of one that is new here, a message may have been missed. And when one has ended, each segment has its
    // record: after a full disk, an old leader writes some long after it has told of them.
    const before = shown.get(recordingId)?.record.state;
    const isWhole = before === undefined || (before === "open" && record.state !== "open");
    const records = await reader.segments(recordingId, isWhole ? undefined : sequences);
    const known = shown.get(recordingId);
    // A leader may have said so meanwhile.
    if (known?.record.state === "sealed") return;
    const snapshots = records.map((segment) =>
      segmentSnapshot(segment, record, { sentBytes: progress.of(segment), nowMs: nowMs() }),
    );
    const current = withSnapshots({ ...NOTHING_SHOWN, ...known, record }, snapshots);
    show(recordingId, record.state === "sealed" ? sealed(current) : current);
  }

  function seal(recordingId: RecordingId): void {
    const known = shown.get(recordingId);
    if (known && known.record.state !== "sealed") show(recordingId, sealed(known));
  }

  /** Of a recording that this page has just ended itself, there is nothing to tell. */
  function tell(recordingId: RecordingId, kind: SavedRecording["kind"]): void {
    const sampleCount = shown.get(recordingId)?.totals.sampleCount ?? 0;
    if (sampleCount === 0 || recordedHere.has(recordingId)) return;
    if (saved.some((each) => each.recordingId === recordingId)) return;
    saved = [...saved, { recordingId, sampleCount, kind }];
  }

  function listSegments(recordingId: RecordingId): readonly SegmentSnapshot[] {
    const segments = shown.get(recordingId)?.segments;
    if (segments === undefined) return [];
    const listed = segmentLists.get(segments) ?? itemsOf(segments);
    segmentLists.set(segments, listed);
    return listed;
  }

  function listAll(): readonly RecordingSnapshot[] {
    return [...shown.values()]
      .filter(({ segments }) => segments.length > 0)
      .sort((a, b) => (a.record.recordingId < b.record.recordingId ? 1 : -1))
      .map((recording) => {
        const snapshot = snapshotOf(recording, nowMs());
        const { recordingId } = snapshot;
        // Its recorder is gone, and the leader is about to end its record.
        const state = recordedHere.get(recordingId);
        return state && snapshot.state === "open" ? { ...snapshot, state } : snapshot;
      });
  }

  return {
    open: async (records, owner) => {
      for (const { recordingId, state } of await records.recordings(owner)) {
        // By the service worker: a page forgets what it has sealed.
        if (state === "sealed") toTell.set(recordingId, "finished-meanwhile");
        noteToRead(recordingId);
      }
      await readInTurn();
    },
    changed: readAgain,
    progressed: (name, sentBytes) => {
      progress.note(name, sentBytes);
      const recording = shown.get(name.recordingId);
      const segment = recording && segmentOf(recording, name.sequence);
      if (recording === undefined || segment === undefined || !mayBeSent(segment)) return;
      const uploading = { ...segment, status: { kind: "uploading", sentBytes } } as const;
      show(name.recordingId, withSnapshots(recording, [uploading]));
      onChange();
    },
    sealed: (recordingId) => {
      seal(recordingId);
      onChange();
    },
    wasCutOff: (recordingId) => {
      toTell.set(recordingId, "cut-off");
      readAgain(recordingId);
    },
    recordsHere: (recordingId) => {
      recordedHere.set(recordingId, "open");
      return () => {
        recordedHere.set(recordingId, "ended");
        list = undefined;
        onChange();
      };
    },
    recordings: () => (list ??= listAll()),
    segments: listSegments,
    unsealed: () =>
      [...shown.values()]
        .map(({ record }) => record)
        .filter(({ state, storage }) => state !== "sealed" && storage !== "memory")
        .map(({ recordingId }) => recordingId),
    saved: () => saved,
    safety: (storageLasts) => safetyOf([...shown.values()], storageLasts),
  };
}

function mayBeSent({ status }: SegmentSnapshot): boolean {
  return !["uploaded", "verified", "stuck"].includes(status.kind);
}
