import { expect, test } from "vitest";
import { makeRecordingId } from "@tapedeck/core/ids";
import type { RecordingRecord } from "../journal/journal-records.ts";
import { createVirtualEnvironment } from "../testing/virtual-environment.ts";
import { settle } from "../testing/settle.ts";
import { createKeeper } from "./keeper.ts";
import { newRecordingUpload } from "./recording-upload.ts";

const upload = (index: number) =>
  newRecordingUpload({
    recordingId: makeRecordingId(1_795_392_000_000_000 + index, new Uint8Array(6)),
    owner: "ada",
    packetsPerSegment: 2,
    storage: "opfs",
    state: "ended",
    gaps: [],
  });

test.each([0, 1, 2, 3, 4, 5, 6, 7, 8])(
  "what comes %d turns after the last write began to end is remembered too",
  async (turns) => {
    const environment = createVirtualEnvironment();
    const { storage } = environment;
    const first = Promise.withResolvers<void>();
    const kept: RecordingRecord[] = [];
    const putRecording = async (record: RecordingRecord) => {
      kept.push(record);
      if (kept.length === 1) await first.promise;
    };
    const keeper = createKeeper({
      storage: { ...storage, records: { ...storage.records, putRecording } },
      recordingOf: () => undefined,
      setTimer: (inMs, callback) => environment.setTimer(inMs, callback),
    });
    const [one, two] = [upload(1), upload(2)];
    keeper.keep([one], []);
    await settle();
    first.resolve();
    for (let turn = 0; turn < turns; turn++) await Promise.resolve();
    keeper.keep([two], []);
    await settle();
    expect(kept).toEqual([one.record, two.record]);
  },
);
