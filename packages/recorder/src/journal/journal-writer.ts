// Puts a recording's packets into journal files, one a segment, as they leave the encoder. Which
// bytes an entry has: journal-format.ts; what a file becomes later: journal-segment.ts.
import { AppError, toAppError } from "@tapedeck/core/errors";
import type { RecordingId } from "@tapedeck/core/ids";
import { PACKET_SAMPLES } from "@tapedeck/core/limits";
import { assemble } from "@tapedeck/core/webm/ebml-write";
import { PREROLL_PACKETS, PRIMING_PACKETS } from "@tapedeck/core/webm/segment-cut";
import { journalFileName, type JournalFile, type JournalFiles } from "./journal-files.ts";
import { encodeEntry, type JournalEntry } from "./journal-format.ts";

export interface JournalWriter {
  /**
   * One write for each file that they belong to. The packets are in their file when this returns; but while
   * the next file is still being opened, a matter of milliseconds once a segment, they wait in memory for it.
   *
   * @throws {AppError} STORAGE_FULL, STORAGE_FAILED – of one of these packets, or of one that waited
   */
  append(packets: readonly Uint8Array[]): void;
  /**
   * No packet of the segment will follow. Resolves when its file is durable and others may read it.
   *
   * @param sampleCount - how much of it is sound: less than its own packets hold only in the last
   * @param peaks - of that sound
   * @throws {AppError} STORAGE_FULL, STORAGE_FAILED
   */
  close(sequence: number, sampleCount: number, peaks: readonly number[]): Promise<void>;
  /**
   * Closes every file, and removes those that hold padding only: what the encoder was fed after the
   * last sound.
   *
   * @param endSample - where the sound of the recording ends
   */
  finish(endSample: number): Promise<void>;
}

/** Resolves when the first file is ready for packets. */
export async function createJournalWriter(options: {
  readonly files: JournalFiles;
  readonly recordingId: RecordingId;
  readonly packetsPerSegment: number;
}): Promise<JournalWriter> {
  const { files, recordingId, packetsPerSegment } = options;
  const open = new Map<number, JournalFile>();
  /** Entries whose file is not open yet, in order. */
  let waiting: { readonly sequence: number; readonly entry: JournalEntry }[] = [];
  /** With the segment that lost something: those before it are whole. */
  let failure: { readonly error: AppError; readonly sequence: number } | undefined;
  /** The latest packets: the pre-roll of the next segment. */
  let recent: Uint8Array[] = [];
  let packetCount = 0;
  let nextSequence = 0;
  let opening = Promise.resolve();

  /** A file is opened one segment ahead, because opening takes time and sound does not wait. */
  function openAhead(sequence: number): void {
    opening = opening.then(async () => {
      try {
        open.set(sequence, await files.create(journalFileName(recordingId, sequence)));
      } catch (thrown) {
        failure ??= { error: toAppError(thrown), sequence };
      }
      drain();
    });
  }

  /** After a failure it writes no more: a reader must not take later packets for the lost one. */
  function drain(): void {
    for (const sequence of new Set(waiting.map((each) => each.sequence))) {
      const file = open.get(sequence);
      if (file === undefined || failure !== undefined) return;
      const entries = waiting.filter((each) => each.sequence === sequence);
      waiting = waiting.slice(entries.length);
      try {
        file.append(assemble(entries.map(({ entry }) => encodeEntry(entry))));
      } catch (thrown) {
        failure = { error: toAppError(thrown), sequence };
      }
    }
  }

  function sequenceOf(packetIndex: number): number {
    return Math.max(0, Math.floor((packetIndex - PRIMING_PACKETS) / packetsPerSegment));
  }

  function beginFile(sequence: number): void {
    const header: JournalEntry = {
      kind: "header",
      recordingId,
      sequence,
      skipPackets: Math.max(recent.length, sequence === 0 ? PRIMING_PACKETS : 0),
    };
    const preRoll = recent.map((bytes): JournalEntry => ({ kind: "packet", bytes }));
    waiting.push(...[header, ...preRoll].map((entry) => ({ sequence, entry })));
    nextSequence = sequence + 1;
    openAhead(nextSequence);
  }

  openAhead(0);
  await opening;
  if (failure !== undefined) throw failure.error;

  return {
    append: (packets) => {
      for (const packet of packets) {
        const sequence = sequenceOf(packetCount);
        if (sequence === nextSequence) beginFile(sequence);
        waiting.push({ sequence, entry: { kind: "packet", bytes: packet } });
        packetCount += 1;
        recent = [...recent, packet].slice(-PREROLL_PACKETS);
      }
      drain();
      if (failure !== undefined) throw failure.error;
    },

    close: async (sequence, sampleCount, peaks) => {
      while (waiting.some((entry) => entry.sequence === sequence) && failure === undefined) {
        await opening;
      }
      // Packets that waited may be missing from a file that opened, and was full soon after.
      if (failure !== undefined && failure.sequence <= sequence) throw failure.error;
      const file = open.get(sequence);
      if (file === undefined) {
        throw new AppError("STORAGE_FAILED", `The file of segment ${sequence} is closed.`);
      }
      open.delete(sequence);
      try {
        file.append(encodeEntry({ kind: "end", sampleCount, peaks }));
      } finally {
        await file.close();
      }
    },

    finish: async (endSample) => {
      await opening;
      const left = [...open];
      open.clear();
      // Close all, even if one fails: no other thread can read an open file.
      const closed = await Promise.allSettled(
        left.map(async ([sequence, file]) => {
          await file.close();
          const startSample = sequence * packetsPerSegment * PACKET_SAMPLES;
          if (startSample >= endSample) await files.remove(journalFileName(recordingId, sequence));
        }),
      );
      for (const outcome of closed) if (outcome.status === "rejected") throw outcome.reason;
    },
  };
}
