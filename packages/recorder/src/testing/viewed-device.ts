// A device with records, and the view that a page has of it.
import { AppError } from "@tapedeck/core/errors";
import type { RecordingId } from "@tapedeck/core/ids";
import type { RecordingRecord, SegmentRecord } from "@tapedeck/core/upload/records";
import { idOf } from "./recording-ids.ts";
import type { JournalRecords, RecordReader } from "../journal/journal-records.ts";
import { createMemoryRecords } from "../journal/memory-records.ts";
import { createDeviceView } from "../upload/device-view.ts";
import { settle } from "./settle.ts";

export const NOW_MS = 1_000_000;
export const verified = { life: { kind: "verified" } } as const;
export const uploaded = { life: { kind: "uploaded" } } as const;
export const stuck = { life: { kind: "stuck", code: "OBJECT_EXISTS", next: "verify" } } as const;
export const waitingUntil = (untilMs: number) =>
  ({ wait: { untilMs, code: "BUCKET_BLOCKED" } }) as const;

/** A device with records, and a view of it. */
export async function createDevice(
  recordings: readonly RecordingRecord[] = [],
  segments: readonly SegmentRecord[] = [],
) {
  const records = createMemoryRecords();
  for (const record of recordings) await records.putRecording(record);
  await records.putSegments(segments);
  const failures: unknown[] = [];
  let unreadable: RecordingId | "all" | undefined;
  let held: Promise<void> | undefined;
  const reads: string[] = [];
  const reader: RecordReader & Pick<JournalRecords, "recordings"> = {
    recordings: async (owner) => {
      if (unreadable === "all") throw new AppError("STORAGE_FAILED", "scripted");
      return records.recordings(owner);
    },
    recording: (recordingId) => records.recording(recordingId),
    segments: async (recordingId, sequences) => {
      reads.push(sequences === undefined ? "all" : sequences.join(" "));
      const found = await records.segments(recordingId, sequences);
      await held;
      if (recordingId === unreadable) throw new AppError("STORAGE_FAILED", "scripted");
      return found;
    },
  };
  let changeCount = 0;
  const view = createDeviceView({
    readerOf: () => reader,
    nowMs: () => NOW_MS,
    onChange: () => {
      changeCount += 1;
    },
    onFailure: (thrown) => failures.push(thrown),
  });
  return {
    view,
    reads,
    failures,
    changeCount: () => changeCount,
    open: () => view.open(reader, "ada"),
    /** As another tab does: stores records, and says so. */
    store: async (index: number, changed: readonly SegmentRecord[], record?: RecordingRecord) => {
      await records.putSegments(changed);
      if (record) await records.putRecording(record);
      view.changed(
        idOf(index),
        changed.map(({ sequence }) => sequence),
      );
      await settle();
    },
    putSegments: (changed: readonly SegmentRecord[]) => records.putSegments(changed),
    forget: async (index: number) => {
      await records.removeRecording(idOf(index));
      view.changed(idOf(index), []);
      await settle();
    },
    makeUnreadable: (what: RecordingId | "all" | undefined) => {
      unreadable = what;
    },
    /** Readings of segments take until the returned function is called. */
    hold: () => {
      const end = Promise.withResolvers<void>();
      held = end.promise;
      return async () => {
        held = undefined;
        end.resolve();
        await settle();
      };
    },
    statuses: (index = 0) => view.segments(idOf(index)).map(({ status }) => status.kind),
  };
}
