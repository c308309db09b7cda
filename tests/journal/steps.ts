// The steps that the lab runs in a browser with the recorder's own modules: plain data in and out.
import { toAppError } from "@tapedeck/core/errors";
import type { RecordingId } from "@tapedeck/core/ids";
import { readSegment } from "@tapedeck/core/webm/segment-reader";
import { openJournalStorage } from "../../packages/recorder/src/journal/choose-files.ts";
import { createIndexedDbFiles } from "../../packages/recorder/src/journal/indexeddb-files.ts";
import { createIndexedDbRecords } from "../../packages/recorder/src/journal/indexeddb-records.ts";
import { openJournalDatabase } from "../../packages/recorder/src/journal/journal-database.ts";
import { isFileOf, type JournalFiles } from "../../packages/recorder/src/journal/journal-files.ts";
import { openJournalReader } from "../../packages/recorder/src/journal/journal-reader.ts";
import { browserEnvironment } from "../../packages/recorder/src/browser-environment.ts";
import {
  decodeJournal,
  encodeEntry,
  type JournalEntry,
} from "../../packages/recorder/src/journal/journal-format.ts";
import { segmentOfJournalFile } from "../../packages/recorder/src/journal/journal-segment.ts";
import { recoverRecording } from "../../packages/recorder/src/journal/recover.ts";
import { openOpfsFiles } from "../../packages/recorder/src/journal/opfs-files.ts";
import { numberedPacket } from "../../packages/recorder/src/testing/journaled-recording.ts";
import { sha256Base64 } from "../../packages/recorder/src/sha256.ts";
import {
  FILE_PROMISES,
  RECORD_PROMISES,
} from "../../packages/recorder/src/testing/journal-promises.ts";
import { createRecorder } from "../../packages/recorder/src/create-recorder.ts";
import { createScriptedApi } from "../../packages/recorder/src/testing/scripted-api.ts";
import { FAULTS, type StorageFault } from "./storage-faults.ts";
import type { StepMessage } from "./step-messages.ts";
import { openLater, openVersion1, storeVersion1, storeVersion2 } from "./stored-journal.ts";

/** Kinds that outlive the tab. */
export type DurableKind = "opfs" | "indexeddb";

/** The content of a file of numbered packets. */
export interface Numbered {
  readonly count: number;
  /** Packet 0 first, then 1, and so on: none lost, none doubled, none that was not written. */
  readonly isInOrder: boolean;
}

/** What a recording of this thread is kept in. */
let chosen: Awaited<ReturnType<typeof openJournalStorage>> | undefined;
/** The journal that this window reads was taken away. */
let wasClosed = false;
const openReader = () =>
  openJournalReader(
    () => {
      wasClosed = true;
    },
    async (database) => createIndexedDbFiles(database),
  );
let held: IDBDatabase | undefined;

const RECORDING_ID = "2026-11-23-10-00-00-000000-ABC123" as RecordingId;

const HEADER: JournalEntry = {
  kind: "header",
  recordingId: RECORDING_ID,
  sequence: 0,
  skipPackets: 0,
};
const PIECE_BYTES = 8192;

async function filesOf(kind: DurableKind): Promise<JournalFiles> {
  if (kind === "opfs") return openOpfsFiles();
  return createIndexedDbFiles(await openJournalDatabase({ onUpgrade: "yield" }));
}

function numberedOf(file: Uint8Array<ArrayBuffer> | undefined): Numbered | undefined {
  if (file === undefined) return undefined;
  const { packets } = decodeJournal(file);
  return {
    count: packets.length,
    isInOrder: packets.every((packet, i) => packet.join() === numberedPacket(i).join()),
  };
}

function outlineOf(file: Uint8Array<ArrayBuffer> | undefined) {
  const segment = file && segmentOfJournalFile(file);
  if (segment === undefined) throw new Error("a file holds no segment");
  const { sequence, sampleCount, bytes } = segment;
  return { sequence, packetCount: readSegment(bytes).packets.length, sampleCount };
}

function codeOf(thrown: unknown): string {
  return toAppError(thrown).code;
}

/** Lets messages and the storage's own answers through. */
function breathe(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}

export const steps = {
  keepFilePromise: async (kind: DurableKind, name: keyof typeof FILE_PROMISES) => {
    const files = await filesOf(kind);
    for (const left of await files.list()) await files.remove(left);
    return FILE_PROMISES[name].run(files);
  },

  keepRecordPromise: async (name: keyof typeof RECORD_PROMISES) =>
    RECORD_PROMISES[name].run(
      createIndexedDbRecords(await openJournalDatabase({ onUpgrade: "yield" })),
    ),

  /** Appends packets for as long as it is left alive, and says after each how many there are. */
  appendForEver: async (kind: DurableKind, name: string) => {
    const file = await (await filesOf(kind)).create(name);
    file.append(encodeEntry(HEADER));
    for (let index = 0; ; index++) {
      file.append(encodeEntry({ kind: "packet", bytes: numberedPacket(index) }));
      self.postMessage({ kind: "appended", count: index + 1 } satisfies StepMessage);
      await breathe();
    }
  },

  /** Appends packets to a file and leaves it open. Returns when all of them can be read back. */
  appendPackets: async (kind: DurableKind, name: string, count: number) => {
    const file = await (await filesOf(kind)).create(name);
    file.append(encodeEntry(HEADER));
    for (let index = 0; index < count; index++) {
      file.append(encodeEntry({ kind: "packet", bytes: numberedPacket(index) }));
    }
    while (((await steps.readNumbered(kind, name))?.count ?? 0) < count) await breathe();
  },

  /** Appends packets without a pause until that fails, and closes. @returns what failed */
  appendAtOnce: async (kind: DurableKind, name: string, count: number) => {
    const file = await (await filesOf(kind)).create(name);
    const failures: string[] = [];
    try {
      file.append(encodeEntry(HEADER));
      for (let index = 0; index < count; index++) {
        file.append(encodeEntry({ kind: "packet", bytes: numberedPacket(index) }));
      }
    } catch (thrown) {
      failures.push(codeOf(thrown));
    }
    await file.close().catch((thrown: unknown) => failures.push(codeOf(thrown)));
    return failures;
  },

  /** Appends until that fails, and closes. @returns how many appends were taken, and the failures */
  fillUp: async (kind: DurableKind, name: string) => {
    const file = await (await filesOf(kind)).create(name);
    let takenCount = 0;
    const failures: string[] = [];
    try {
      for (; takenCount < 10_000; takenCount++) {
        file.append(new Uint8Array(PIECE_BYTES).fill(takenCount));
        await breathe();
      }
    } catch (thrown) {
      failures.push(codeOf(thrown));
    }
    await file.close().catch((thrown: unknown) => failures.push(codeOf(thrown)));
    return { takenCount, failures };
  },

  /** What `fillUp` left: how many pieces, and whether they are the first so many, each whole. */
  readPieces: async (kind: DurableKind, name: string) => {
    const file = (await (await filesOf(kind)).read(name)) ?? new Uint8Array();
    const count = Math.floor(file.length / PIECE_BYTES);
    const expected = file.map((_, i) => Math.floor(i / PIECE_BYTES));
    return { count, isInOrder: file.every((byte, i) => byte === expected[i]) };
  },

  /** The storage that a recording would get, and the leftovers of the choice. Stays open. */
  chooseStorage: async () => {
    chosen = await openJournalStorage();
    return { kind: chosen.files.kind, left: await chosen.files.list() };
  },

  /** Continues with the chosen storage. @returns whether the record exists afterwards */
  putRecordingOfChosen: async () => {
    if (chosen === undefined) throw new Error("no storage was chosen yet");
    await chosen.records.putRecording({
      recordingId: RECORDING_ID,
      owner: "ada",
      packetsPerSegment: 250,
      storage: chosen.files.kind,
      state: "open",
      gaps: [],
    });
    return (await chosen.records.recordings("ada")).length === 1;
  },

  /** As windows read it: through the kind that a record names. */
  readThroughReader: async (kind: DurableKind, name: string) => {
    const reader = await openReader();
    return numberedOf(await reader.files(kind).read(name));
  },

  /** Everything stored of a person's recordings, as the uploader reads it. */
  readJournal: async (owner: string) => {
    const reader = await openReader();
    const recordings = await reader.records.recordings(owner);
    return Promise.all(
      recordings.map(async (recording) => {
        const { recordingId, storage } = recording;
        const files = reader.files(storage);
        const names = (await files.list()).filter((name) => isFileOf(name, recordingId));
        return {
          recording,
          segments: await reader.records.segments(recordingId),
          files: await Promise.all(names.map(async (name) => outlineOf(await files.read(name)))),
        };
      }),
    );
  },

  /** Finishes all open recordings of a person, as the uploader does. */
  recoverJournal: async (owner: string) => {
    const storage = await openReader();
    const open = await storage.records.recordings(owner);
    return Promise.all(
      open.map((record) => recoverRecording(record, { storage, sha256: sha256Base64 })),
    );
  },

  /** A page is opened, and brings all of a person's recordings to a bucket that takes everything. */
  finishJournal: async (owner: string) => {
    const api = createScriptedApi({ answers: "at-once" });
    const stored: string[] = [];
    const recorder = createRecorder({
      api,
      owner,
      environment: {
        ...browserEnvironment,
        putObject: async ({ grant }) => {
          stored.push(grant.key);
        },
      },
    });
    while (await recorder.hasRecords()) await breathe();
    const { safety, recordings } = recorder.snapshot();
    await recorder.dispose();
    return {
      stored: stored.sort(),
      safety,
      states: recordings.map(({ recordingId, state }) => ({ recordingId, state })),
      seals: api.seals
        .map(({ input }) => ({
          recordingId: input.recordingId,
          segmentCount: "segments" in input ? input.segments.length : input.segmentCount,
          gaps: input.gaps,
        }))
        .sort((a, b) => (a.recordingId < b.recordingId ? -1 : 1)),
    };
  },

  storeVersion1,
  storeVersion2,

  /** An old tab that does not know that it should give way. */
  wasClosed: async () => wasClosed,

  holdVersion1: async () => {
    held = await openVersion1();
    return held.version;
  },

  openVersion: openLater,

  listFiles: async (kind: DurableKind) => (await filesOf(kind)).list(),

  breakStorage: async (fault: StorageFault) => FAULTS[fault](),

  /** `undefined`: there is no such file. */
  readNumbered: async (kind: DurableKind, name: string): Promise<Numbered | undefined> => {
    return numberedOf(await (await filesOf(kind)).read(name));
  },
};

export type Steps = typeof steps;
