// The disk of the one device of a run: what is on it survives every crash, unless the window is private
// and its last tab is gone. Each tab sees it through its own gate, behind which nothing happens any more
// once the tab is dead.
import { AppError } from "@tapedeck/core/errors";
import { isRecordingId, type RecordingId } from "@tapedeck/core/ids";
import { objectKey } from "@tapedeck/core/object-key";
import { decodeJournal } from "../../packages/recorder/src/journal/journal-format.ts";
import type {
  JournalFile,
  JournalFiles,
} from "../../packages/recorder/src/journal/journal-files.ts";
import type { JournalRecords } from "../../packages/recorder/src/journal/journal-records.ts";
import { segmentOfJournalFile } from "../../packages/recorder/src/journal/journal-segment.ts";
import { createMemoryFiles } from "../../packages/recorder/src/journal/memory-files.ts";
import { createMemoryRecords } from "../../packages/recorder/src/journal/memory-records.ts";
import { sha256Of } from "./bucket.ts";
import { isPaddingPacket } from "./fake-encoder.ts";
import { identityOf, keysOf, OWNER, USER_TYPES } from "./identity.ts";
import type { Holdings } from "./model.ts";
import type { World } from "./world.ts";

/** Runs an operation of a tab: never, if the tab is dead by then; and its end is never heard. */
export type Gate = <Result>(operation: () => Promise<Result>) => Promise<Result>;

export interface Device {
  readonly records: JournalRecords;
  readonly files: JournalFiles;
  /**
   * By recording: how many packets of the encoder's, padding left out, were on the disk at some time.
   * What a private window forgot, and had never called safe, is left out.
   */
  readonly durablePackets: ReadonlyMap<string, number>;
  /** What a browser can know of it: it is not private, and was closed and opened again. */
  storageLasts(): boolean;
  /** A page said that it may be closed, and showed these recordings. */
  calledSafe(recordingIds: readonly RecordingId[]): void;
  /** The last tab is gone: a private window forgets all of it. */
  windowClosed(): Promise<void>;
  /**
   * Seed 14263: the groups changed between the start and the first upload, and then the disk was full. The release
   * before removes the files all the same, although no record says where the segments lie; later tabs look in
   * vain where the recording began. All of it is in the bucket, under two prefixes. Today's release keeps the files.
   */
  forgottenPlaces(): Promise<ReadonlySet<string>>;
  /** What the model is compared with. */
  holdings(): Promise<Pick<Holdings, "files" | "records">>;
  /** The same disk, through a tab. */
  through(tab: {
    readonly gate: Gate;
    readonly isDead: () => boolean;
    die: () => void;
    /** What is thrown while it is written, as the tab's engine knows errors. */
    readonly errorOf: (thrown: unknown) => Error;
    readonly isOld: boolean;
  }): {
    readonly files: JournalFiles;
    readonly records: JournalRecords;
  };
}

export function createDevice(
  world: World,
  bucket: {
    readonly bytes: ReadonlyMap<string, Uint8Array>;
    isSealed(recordingId: RecordingId): boolean;
  },
  options: { readonly isPrivate: boolean },
): Device {
  const { random, trouble } = world;
  const files = createMemoryFiles("opfs");
  const records = createMemoryRecords();
  const durablePackets = new Map<string, number>();
  const safe = new Set<RecordingId>();
  const removedByOldTabs = new Set<string>();
  let wasReopened = false;

  const fullError = () => new AppError("STORAGE_FULL", "simulated");

  function refuseWhenFull(): void {
    if (trouble.isDiskFull) throw fullError();
  }

  /** The promise itself, checked at every deletion: the bucket has what is deleted here. */
  async function checkRemoval(name: string): Promise<void> {
    const file = await files.read(name);
    const segment = file && segmentOfJournalFile(file);
    if (!segment) return;
    const { header, packets } = decodeJournal(file);
    // What was fed to flush the encoder is in a file of its own when sound ended with a segment.
    if (packets.slice(header?.skipPackets).every(isPaddingPacket)) return;
    const [recordingId = ""] = name.split("_");
    if (!isRecordingId(recordingId)) throw new Error(`stray file ${name}`);
    if (world.model.isDeleted(recordingId)) return;
    const keys = keysOf({ kind: "segment", recordingId, sequence: segment.sequence });
    const sha256 = sha256Of(segment.bytes);
    const isStored = (stored: Uint8Array | undefined) => stored && sha256Of(stored) === sha256;
    if (!keys.some((key) => isStored(bucket.bytes.get(key)))) {
      world.violate(`${name} was deleted while the bucket has not the same bytes`);
    }
  }

  function countPackets(name: string, written: Uint8Array): void {
    for (const entry of wholeEntries(written)) countPacket(name, entry);
  }

  /** Packets are numbered, and appended in order: the highest number says how many there are. */
  function countPacket(name: string, entry: Uint8Array): void {
    const isPacket = entry[8] === 2;
    if (!isPacket || isPaddingPacket(entry)) return;
    const [recordingId = ""] = name.split("_");
    const index = (entry[10] ?? 0) + (entry[11] ?? 0) * 256 + (entry[12] ?? 0) * 65_536;
    world.model.durable(name, index);
    durablePackets.set(recordingId, Math.max(durablePackets.get(recordingId) ?? 0, index + 1));
  }

  async function forget(): Promise<void> {
    for (const name of await files.list()) await files.remove(name);
    for (const { recordingId } of await records.recordings(OWNER)) {
      await records.removeRecording(recordingId);
    }
    for (const recordingId of durablePackets.keys()) {
      if (!isRecordingId(recordingId) || bucket.isSealed(recordingId)) continue;
      if (safe.has(recordingId)) {
        world.violate(`${recordingId} was called safe, and the window forgot it`);
      }
      durablePackets.delete(recordingId);
      world.model.forgot(recordingId);
    }
  }

  return {
    files,
    records,
    durablePackets,
    storageLasts: () => !options.isPrivate && wasReopened,
    calledSafe: (recordingIds) => {
      for (const recordingId of recordingIds) safe.add(recordingId);
    },
    holdings: async () => {
      const all = await records.recordings(OWNER);
      return {
        files: new Set(await files.list()),
        records: await Promise.all(
          all.map(async ({ recordingId }) => ({
            recordingId,
            sequences: (await records.segments(recordingId)).map(({ sequence }) => sequence),
          })),
        ),
      };
    },
    forgottenPlaces: async () => {
      const forgotten = new Set<string>();
      for (const { recordingId, userType } of await records.recordings(OWNER)) {
        if (world.model.isDeleted(recordingId)) continue;
        for (const segment of await records.segments(recordingId)) {
          const { sequence, userType: said = userType } = segment;
          const place = USER_TYPES.find((each) => each === said);
          const object = { kind: "segment", recordingId, sequence } as const;
          const key = place && objectKey(identityOf(place), object);
          if (key === undefined || bucket.bytes.has(key)) continue;
          const name = key.slice(key.lastIndexOf("/") + 1).replace(/\.webm$/, "");
          if (removedByOldTabs.has(name)) forgotten.add(recordingId);
        }
      }
      return forgotten;
    },
    windowClosed: async () => {
      world.log(options.isPrivate ? "the window forgets everything" : "the window is closed");
      wasReopened = true;
      if (options.isPrivate) await forget();
    },
    through: ({ gate, isDead, die, errorOf, isOld }) => {
      const slowly: Gate = (operation) =>
        gate(async () => {
          await world.pause(30);
          return gate(async () => {
            const result = await operation();
            await world.pause(30);
            return result;
          });
        });

      function openFile(name: string, file: JournalFile): JournalFile {
        return {
          append: (bytes) => {
            if (isDead()) return;
            if (trouble.isDiskFull) throw errorOf(fullError());
            if (random.chance((trouble.crash / 50) * wholeEntries(bytes).length)) {
              // Torn: the process ended while it was writing.
              const written = bytes.slice(0, random.between(0, bytes.length - 1));
              file.append(written);
              countPackets(name, written);
              die();
              return;
            }
            file.append(bytes);
            countPackets(name, bytes);
          },
          close: () => slowly(() => file.close()),
        };
      }

      return {
        files: {
          kind: "opfs",
          create: (name) =>
            slowly(async () => {
              refuseWhenFull();
              return openFile(name, await files.create(name));
            }),
          read: (name) => slowly(() => files.read(name)),
          remove: (name) =>
            slowly(async () => {
              await checkRemoval(name);
              if (isOld) removedByOldTabs.add(name);
              world.model.leaving(name);
              await files.remove(name);
            }),
          list: () => slowly(() => files.list()),
        },
        records: {
          putRecording: (record) =>
            slowly(async () => {
              refuseWhenFull();
              world.model.record(record.recordingId, record.state);
              await records.putRecording(record);
            }),
          recordings: (owner) => slowly(() => records.recordings(owner)),
          recording: (recordingId) => slowly(() => records.recording(recordingId)),
          putSegments: (some) =>
            slowly(async () => {
              refuseWhenFull();
              await records.putSegments(some);
            }),
          segments: (recordingId, sequences) =>
            slowly(() => records.segments(recordingId, sequences)),
          removeRecording: (recordingId) =>
            slowly(async () => {
              world.model.record(recordingId, undefined);
              await records.removeRecording(recordingId);
            }),
        },
      };
    },
  };
}

/** One append may write several, and be torn within any of them. */
function wholeEntries(written: Uint8Array): readonly Uint8Array[] {
  const view = new DataView(written.buffer, written.byteOffset, written.byteLength);
  const entries: Uint8Array[] = [];
  for (let start = 0; start + 8 <= written.length;) {
    const end = start + 8 + view.getUint32(start, true);
    if (end > written.length) break;
    entries.push(written.subarray(start, end));
    start = end;
  }
  return entries;
}
