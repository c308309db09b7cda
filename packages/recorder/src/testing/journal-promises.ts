// What every kind of journal storage promises, as small programs that run wherever that kind does:
// each says what it saw, and the test that runs it knows what that must be.
import type { RecordingId } from "@tapedeck/core/ids";
import type { JournalFiles } from "../journal/journal-files.ts";
import type { JournalRecords } from "../journal/journal-records.ts";
import type { RecordingRecord, SegmentRecord } from "@tapedeck/core/upload/records";

interface StoragePromise<Subject> {
  readonly run: (subject: Subject) => Promise<unknown>;
  /** What it must have seen: plain data, because it may come from another thread. */
  readonly sees: unknown;
}

const bytes = (...values: number[]) => Uint8Array.from(values);

async function contentOf(files: JournalFiles, name: string): Promise<number[] | undefined> {
  const content = await files.read(name);
  return content && [...content];
}

async function write(files: JournalFiles, name: string, ...appends: Uint8Array[]): Promise<void> {
  const file = await files.create(name);
  for (const append of appends) file.append(append);
  await file.close();
}

/** Each needs files of its own, empty at the start. */
export const FILE_PROMISES = {
  "what was appended is read back in order, however many appends it was": {
    run: async (files) => {
      const appends = Array.from({ length: 13 }, (_, i) => bytes(i, i + 100));
      await write(files, "a", ...appends);
      return contentOf(files, "a");
    },
    sees: Array.from({ length: 13 }, (_, i) => [i, i + 100]).flat(),
  },
  "a file is there from its creation on, empty": {
    run: async (files) => {
      const file = await files.create("a");
      const seen = [await files.list(), await contentOf(files, "a")];
      await file.close();
      return [...seen, await contentOf(files, "a")];
    },
    sees: [["a"], [], []],
  },
  "a file that is not there is no error, to read or to remove": {
    run: async (files) => {
      await files.remove("a");
      return [(await files.read("a")) === undefined, await files.list()];
    },
    sees: [true, []],
  },
  "creating a file again replaces it whole": {
    run: async (files) => {
      await write(files, "a", bytes(1, 2, 3), bytes(4));
      await write(files, "a", bytes(9));
      return contentOf(files, "a");
    },
    sees: [9],
  },
  "names come in text order, whatever the order of creation": {
    run: async (files) => {
      for (const name of ["b_000010", "a_000001", "b_000002"]) await write(files, name, bytes(1));
      return files.list();
    },
    sees: ["a_000001", "b_000002", "b_000010"],
  },
  "a removed file is gone, and the others stay": {
    run: async (files) => {
      for (const name of ["a", "ab", "b"]) await write(files, name, bytes(name.length));
      await files.remove("a");
      return [
        await files.list(),
        (await files.read("a")) === undefined,
        await contentOf(files, "ab"),
      ];
    },
    sees: [["ab", "b"], true, [2]],
  },
  "two files that are written in turn keep to themselves": {
    run: async (files) => {
      const [a, b] = [await files.create("a"), await files.create("b")];
      for (let i = 0; i < 12; i++) (i % 3 === 0 ? b : a).append(bytes(i));
      await Promise.all([a.close(), b.close()]);
      return [await contentOf(files, "a"), await contentOf(files, "b")];
    },
    sees: [
      [1, 2, 4, 5, 7, 8, 10, 11],
      [0, 3, 6, 9],
    ],
  },
  "bytes are taken as they are when they are appended: the caller may use its buffer again": {
    run: async (files) => {
      const buffer = bytes(1, 2);
      const file = await files.create("a");
      file.append(buffer);
      buffer.fill(7);
      file.append(buffer.subarray(1));
      await file.close();
      return contentOf(files, "a");
    },
    sees: [1, 2, 7],
  },
  "closing twice is fine": {
    run: async (files) => {
      const file = await files.create("a");
      file.append(bytes(5));
      await file.close();
      await file.close();
      return contentOf(files, "a");
    },
    sees: [5],
  },
} satisfies Record<string, StoragePromise<JournalFiles>>;

const IDS = {
  first: "2026-11-23-09-00-00-000000-000001" as RecordingId,
  second: "2026-11-23-10-00-00-000000-000002" as RecordingId,
};

function recordingOf(recordingId: RecordingId, owner: string): RecordingRecord {
  return {
    recordingId,
    owner,
    packetsPerSegment: 250,
    storage: "memory",
    state: "open",
    gaps: [],
  };
}

function segmentOf(recordingId: RecordingId, sequence: number): SegmentRecord {
  return {
    recordingId,
    sequence,
    startSample: sequence * 240_000,
    sampleCount: 240_000,
    sizeBytes: 40_000,
    sha256: "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=",
    life: { kind: "journaled" },
  };
}

async function sequencesOf(records: JournalRecords, recordingId: RecordingId): Promise<number[]> {
  return (await records.segments(recordingId)).map(({ sequence }) => sequence);
}

/** Each needs records of its own, none at the start. */
export const RECORD_PROMISES = {
  "each person's recordings, oldest first, and nobody else's": {
    run: async (records) => {
      await records.putRecording(recordingOf(IDS.second, "ada"));
      await records.putRecording(recordingOf(IDS.first, "ada"));
      const bens = { ...recordingOf(IDS.first, "ben"), recordingId: "ben's" as RecordingId };
      await records.putRecording(bens);
      const found = await Promise.all(["ada", "ben", "eve"].map((who) => records.recordings(who)));
      return found.map((recordings) => recordings.map(({ recordingId }) => recordingId));
    },
    sees: [[IDS.first, IDS.second], ["ben's"], []],
  },
  "a record comes back whole; put again, it is replaced": {
    run: async (records) => {
      await records.putRecording(recordingOf(IDS.first, "ada"));
      await records.putRecording({
        ...recordingOf(IDS.first, "ada"),
        state: { kind: "stuck", code: "STORAGE_FULL" },
        gaps: [{ startSample: 960, durationMs: 5_000, reason: "paused" }],
      });
      return records.recordings("ada");
    },
    sees: [
      {
        ...recordingOf(IDS.first, "ada"),
        state: { kind: "stuck", code: "STORAGE_FULL" },
        gaps: [{ startSample: 960, durationMs: 5_000, reason: "paused" }],
      },
    ],
  },
  "segments come back whole, in order of their numbers": {
    run: async (records) => {
      await records.putSegments([10, 2, 0].map((sequence) => segmentOf(IDS.first, sequence)));
      await records.putSegments([{ ...segmentOf(IDS.first, 2), life: { kind: "verified" } }]);
      return records.segments(IDS.first);
    },
    sees: [
      segmentOf(IDS.first, 0),
      { ...segmentOf(IDS.first, 2), life: { kind: "verified" } },
      segmentOf(IDS.first, 10),
    ],
  },
  "removing a recording takes its segments along, and no other's": {
    run: async (records) => {
      for (const recordingId of [IDS.first, IDS.second]) {
        await records.putRecording(recordingOf(recordingId, "ada"));
        await records.putSegments([segmentOf(recordingId, 0), segmentOf(recordingId, 999_999)]);
      }
      await records.removeRecording(IDS.first);
      await records.removeRecording(IDS.first);
      const left = await records.recordings("ada");
      return [
        left.map(({ recordingId }) => recordingId),
        await sequencesOf(records, IDS.first),
        await sequencesOf(records, IDS.second),
      ];
    },
    sees: [[IDS.second], [], [0, 999_999]],
  },
} satisfies Record<string, StoragePromise<JournalRecords>>;
