import { expect, test } from "vitest";
import type { Gap } from "@tapedeck/core/contract";
import { AppError } from "@tapedeck/core/errors";
import { makeRecordingId } from "@tapedeck/core/ids";
import { createSegmenter } from "../encode/segmenter.ts";
import { numberedPacket, numberedPeaks } from "../testing/journaled-recording.ts";
import { createVirtualEnvironment } from "../testing/virtual-environment.ts";
import type { JournalRecords } from "./journal-records.ts";
import { createRecordingJournal, type ClosedSegment } from "./recording-journal.ts";

const recordingId = makeRecordingId(1_795_392_000_000_000, new Uint8Array(6));
const PACKETS_PER_SEGMENT = 4;

/** @param changed - records that fail as the test wants */
async function began(changed: (records: JournalRecords) => Partial<JournalRecords> = () => ({})) {
  const device = createVirtualEnvironment();
  const { storage } = device;
  const journal = await createRecordingJournal({
    recordingId,
    owner: "ada",
    packetsPerSegment: PACKETS_PER_SEGMENT,
    files: storage.files("opfs"),
    records: { ...storage.records, ...changed(storage.records) },
    sha256: (bytes) => device.sha256(bytes),
  });
  const segmenter = createSegmenter({ packetsPerSegment: PACKETS_PER_SEGMENT });
  /** The segments that so many packets make. */
  const record = (packets: number): ClosedSegment[] => {
    for (let index = 0; index < packets; index++) {
      journal.append([numberedPacket(index)]);
      segmenter.push(numberedPacket(index));
    }
    return segmenter.takeWhole(packets * 960).map((cut) => ({ ...cut, peaks: numberedPeaks(cut) }));
  };
  return { device, journal, record };
}

function failing(code: "STORAGE_FULL" | "STORAGE_FAILED") {
  return () => Promise.reject(new AppError(code, "scripted"));
}

test("before the first packet the recording can be found, by its owner", async () => {
  const { device, journal } = await began();
  expect(await device.storage.records.recordings("ada")).toEqual([
    {
      recordingId,
      owner: "ada",
      packetsPerSegment: PACKETS_PER_SEGMENT,
      storage: "opfs",
      state: "open",
      gaps: [],
    },
  ]);
  expect(journal.record().state).toBe("open");
});

test("no recording begins where the journal cannot write a record", async () => {
  const beginning = began(() => ({ putRecording: failing("STORAGE_FAILED") }));
  await expect(beginning).rejects.toMatchObject({ code: "STORAGE_FAILED" });
});

test("segments closed at once are remembered in order, each with what a grant needs", async () => {
  const { device, journal, record } = await began();
  const cuts = record(1 + 3 * PACKETS_PER_SEGMENT);
  const segments = await Promise.all(cuts.map((cut) => journal.closeSegment(cut)));
  expect(segments.map(({ sequence, startSample }) => [sequence, startSample])).toEqual([
    [0, 0],
    [1, 3840],
    [2, 7680],
  ]);
  expect(await device.storage.records.segments(recordingId)).toEqual(segments);
  const ended = await journal.finish(3 * 3840);
  expect(ended.state).toBe("ended");
  expect(await device.storage.records.recordings("ada")).toEqual([ended]);
});

test("gaps are durable without being waited for, and a failure to note them ends nothing", async () => {
  const gap: Gap = { startSample: 960, durationMs: 5000, reason: "paused" };
  let isFailing = false;
  const { device, journal, record } = await began((records) => ({
    putRecording: (changed) =>
      isFailing ? failing("STORAGE_FULL")() : records.putRecording(changed),
  }));
  journal.noteGaps([gap]);
  await Promise.all(record(1 + PACKETS_PER_SEGMENT).map((cut) => journal.closeSegment(cut)));
  expect((await device.storage.records.recordings("ada"))[0]?.gaps).toEqual([gap]);
  isFailing = true;
  journal.noteGaps([gap, { ...gap, startSample: 1920 }]);
  // Whatever is asked for later has its turn after it.
  await expect(journal.finish(3840)).rejects.toMatchObject({ code: "STORAGE_FULL" });
  isFailing = false;
  expect((await journal.finish(3840)).gaps).toHaveLength(2);
});

test("once a segment could not be remembered none is, so that what is remembered has no hole", async () => {
  let calls = 0;
  const { device, journal, record } = await began((records) => ({
    putSegments: (segments) => {
      calls += 1;
      return calls === 2 ? failing("STORAGE_FULL")() : records.putSegments(segments);
    },
  }));
  const cuts = record(1 + 3 * PACKETS_PER_SEGMENT);
  const outcomes = await Promise.allSettled(cuts.map((cut) => journal.closeSegment(cut)));
  expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "rejected"]);
  expect(outcomes[2]).toMatchObject({ reason: { code: "STORAGE_FULL" } });
  const remembered = await device.storage.records.segments(recordingId);
  expect(remembered.map(({ sequence }) => sequence)).toEqual([0]);
});

test("a recording with a failure stays open, to be finished from its files", async () => {
  const { device, journal, record } = await began(() => ({ putSegments: failing("STORAGE_FULL") }));
  const cuts = record(1 + PACKETS_PER_SEGMENT);
  await Promise.allSettled(cuts.map((cut) => journal.closeSegment(cut)));
  expect((await journal.finish(3840)).state).toBe("open");
  expect((await device.storage.records.recordings("ada"))[0]?.state).toBe("open");
});
