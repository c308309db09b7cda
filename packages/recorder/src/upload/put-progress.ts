// How far the PUTs under way are, as the tab that sends them says. It is stored nowhere.
import type { SegmentName } from "@tapedeck/core/upload/event";
import type { SegmentRecord } from "@tapedeck/core/upload/records";

export interface PutProgress {
  note(name: SegmentName, sentBytes: number): void;
  /** A record that has gone on says more, and ends it. */
  of(record: SegmentRecord): number | undefined;
}

export function createPutProgress(): PutProgress {
  const sent = new Map<string, number>();
  const keyOf = ({ recordingId, sequence }: SegmentName) => `${recordingId}/${sequence}`;
  return {
    note: (name, sentBytes) => sent.set(keyOf(name), sentBytes),
    of: (record) => {
      const key = keyOf(record);
      if (record.life.kind !== "journaled" || record.wait !== undefined) sent.delete(key);
      return sent.get(key);
    },
  };
}
