import { expect, test } from "vitest";
import { AppError } from "@tapedeck/core/errors";
import { makeRecordingId } from "@tapedeck/core/ids";
import { settle } from "../testing/settle.ts";
import { numberedPacket } from "../testing/journaled-recording.ts";
import { decodeJournal } from "./journal-format.ts";
import { journalFileName, type JournalFiles } from "./journal-files.ts";
import { createJournalWriter } from "./journal-writer.ts";
import { createMemoryFiles } from "./memory-files.ts";

const recordingId = makeRecordingId(1_795_392_000_000_000, new Uint8Array(6));
const PACKETS_PER_SEGMENT = 8;
/** Packet 0 is priming: the first that belongs to segment 1. */
const NEXT_BEGINS = 1 + PACKETS_PER_SEGMENT;
const PEAKS = [200, 3];

interface Disk {
  readonly files: JournalFiles;
  /** Files of these sequences open once the test says so. */
  readonly slow: Map<number, PromiseWithResolvers<void>>;
  /** Appends that a file still takes, by sequence; further ones are refused. */
  readonly room: Map<number, number>;
  /** How many files are open. */
  openCount(): number;
  /** The numbers of the packets in a file. */
  packets(sequence: number): Promise<readonly number[]>;
}

function disk(): Disk {
  const files = createMemoryFiles("opfs");
  const slow = new Map<number, PromiseWithResolvers<void>>();
  const room = new Map<number, number>();
  let openCount = 0;
  const full = () => new AppError("STORAGE_FULL", "no room");
  const create: JournalFiles["create"] = async (name) => {
    const sequence = Number(name.slice(-6));
    await slow.get(sequence)?.promise;
    if (room.get(sequence) === -1) throw full();
    const file = await files.create(name);
    openCount += 1;
    return {
      append: (bytes) => {
        const left = room.get(sequence) ?? Infinity;
        if (left <= 0) throw full();
        room.set(sequence, left - 1);
        file.append(bytes);
      },
      close: async () => {
        openCount -= 1;
      },
    };
  };
  return {
    files: { ...files, create },
    slow,
    room,
    openCount: () => openCount,
    packets: async (sequence) => {
      const file = await files.read(journalFileName(recordingId, sequence));
      return decodeJournal(file ?? new Uint8Array()).packets.map((packet) => packet[1] ?? -1);
    },
  };
}

const writerOn = ({ files }: Disk) =>
  createJournalWriter({ files, recordingId, packetsPerSegment: PACKETS_PER_SEGMENT });

const from = (first: number, end: number) =>
  Array.from({ length: end - first }, (_, index) => first + index);

test("a packet is in its file when append returns, behind a header that says what it is", async () => {
  const device = disk();
  const writer = await writerOn(device);
  for (const index of from(0, 5)) {
    writer.append([numberedPacket(index)]);
    expect(await device.packets(0)).toEqual(from(0, index + 1));
  }
  const file = await device.files.read(journalFileName(recordingId, 0));
  expect(file && decodeJournal(file).header).toEqual({ recordingId, sequence: 0, skipPackets: 1 });
});

test("packets that come together are one write, and one for each file where a segment ends among them", async () => {
  const device = disk();
  const writer = await writerOn(device);
  writer.append([numberedPacket(0)]);
  await settle();
  for (const sequence of [0, 1]) device.room.set(sequence, 9);
  const append = (first: number, end: number) =>
    writer.append(from(first, end).map(numberedPacket));
  append(1, NEXT_BEGINS - 1);
  expect(device.room.get(0)).toBe(8);
  append(NEXT_BEGINS - 1, NEXT_BEGINS + 2);
  expect([0, 1].map((sequence) => device.room.get(sequence))).toEqual([7, 8]);
  expect(await device.packets(0)).toEqual(from(0, NEXT_BEGINS));
  expect(await device.packets(1)).toEqual(from(NEXT_BEGINS - 5, NEXT_BEGINS + 2));
});

test("a write that fails in the middle of a segment's end leaves the segment before it whole", async () => {
  const device = disk();
  const writer = await writerOn(device);
  writer.append([numberedPacket(0)]);
  await settle();
  device.room.set(1, 0);
  expect(() => writer.append(from(1, NEXT_BEGINS + 2).map(numberedPacket))).toThrow("no room");
  await writer.close(0, PACKETS_PER_SEGMENT * 960, PEAKS);
  expect(await device.packets(0)).toEqual(from(0, NEXT_BEGINS));
  await expect(writer.close(1, 960, PEAKS)).rejects.toMatchObject({ code: "STORAGE_FULL" });
});

test("each file opens with the five packets before it, and says that it does", async () => {
  const device = disk();
  const writer = await writerOn(device);
  for (const index of from(0, NEXT_BEGINS + 3)) {
    writer.append([numberedPacket(index)]);
    await settle();
  }
  expect(await device.packets(0)).toEqual(from(0, NEXT_BEGINS));
  expect(await device.packets(1)).toEqual(from(NEXT_BEGINS - 5, NEXT_BEGINS + 3));
  const file = await device.files.read(journalFileName(recordingId, 1));
  expect(file && decodeJournal(file).header).toMatchObject({ sequence: 1, skipPackets: 5 });
});

test("packets wait for a file that is slow to open, and closing waits for them", async () => {
  const device = disk();
  const opened = Promise.withResolvers<void>();
  device.slow.set(1, opened);
  const writer = await writerOn(device);
  for (const index of from(0, NEXT_BEGINS + PACKETS_PER_SEGMENT)) {
    writer.append([numberedPacket(index)]);
  }
  await writer.close(0, PACKETS_PER_SEGMENT * 960, PEAKS);
  let isClosed = false;
  const closing = writer.close(1, PACKETS_PER_SEGMENT * 960, PEAKS).then(() => (isClosed = true));
  await settle();
  expect(isClosed).toBe(false);
  expect(await device.packets(1)).toEqual([]);
  opened.resolve();
  await closing;
  expect(await device.packets(1)).toEqual(from(NEXT_BEGINS - 5, NEXT_BEGINS + PACKETS_PER_SEGMENT));
});

test("after a packet that could not be written none is written any more: there is no hole", async () => {
  const device = disk();
  device.room.set(0, 3);
  const writer = await writerOn(device);
  // The header with the first packet, then two packets.
  for (const index of from(0, 3)) writer.append([numberedPacket(index)]);
  expect(() => writer.append([numberedPacket(3)])).toThrow("no room");
  device.room.delete(0);
  expect(() => writer.append([numberedPacket(4)])).toThrow("no room");
  expect(await device.packets(0)).toEqual(from(0, 3));
});

test("a file that opens and does not take what waited is not closed as whole", async () => {
  const device = disk();
  const opened = Promise.withResolvers<void>();
  device.slow.set(1, opened);
  device.room.set(1, 0);
  const writer = await writerOn(device);
  for (const index of from(0, NEXT_BEGINS + PACKETS_PER_SEGMENT)) {
    writer.append([numberedPacket(index)]);
  }
  opened.resolve();
  await settle();
  device.room.delete(1);
  await expect(writer.close(1, PACKETS_PER_SEGMENT * 960, PEAKS)).rejects.toMatchObject({
    code: "STORAGE_FULL",
  });
  // What came before is whole, and may say so.
  await writer.close(0, PACKETS_PER_SEGMENT * 960, PEAKS);
  const lost = await device.files.read(journalFileName(recordingId, 1));
  const whole = await device.files.read(journalFileName(recordingId, 0));
  expect(lost && decodeJournal(lost).end).toBeUndefined();
  expect(whole && decodeJournal(whole).end).toEqual({
    sampleCount: PACKETS_PER_SEGMENT * 960,
    peaks: PEAKS,
  });
});

test("a file that cannot be opened is told at the next packet, and by closing it", async () => {
  const device = disk();
  device.room.set(1, -1);
  const writer = await writerOn(device);
  writer.append([numberedPacket(0)]);
  await settle();
  expect(() => writer.append([numberedPacket(1)])).toThrow("no room");
  await expect(writer.close(1, 960, PEAKS)).rejects.toMatchObject({ code: "STORAGE_FULL" });
});

test("without its first file, a recording does not begin", async () => {
  const device = disk();
  device.room.set(0, -1);
  await expect(writerOn(device)).rejects.toMatchObject({ code: "STORAGE_FULL" });
});

test("a file is closed once: there is no closing it again, as if it had been open", async () => {
  const writer = await writerOn(disk());
  for (const index of from(0, 3)) writer.append([numberedPacket(index)]);
  await writer.close(0, 1920, PEAKS);
  await expect(writer.close(0, 1920, PEAKS)).rejects.toMatchObject({ code: "STORAGE_FAILED" });
});

test("finishing leaves no file open, and removes those that hold no sound", async () => {
  const device = disk();
  const writer = await writerOn(device);
  // One packet into segment 1, of which the encoder needed no sound: padding.
  for (const index of from(0, NEXT_BEGINS + 1)) {
    writer.append([numberedPacket(index)]);
    await settle();
  }
  await writer.close(0, PACKETS_PER_SEGMENT * 960, PEAKS);
  await writer.finish(PACKETS_PER_SEGMENT * 960);
  expect(device.openCount()).toBe(0);
  expect(await device.files.list()).toEqual([journalFileName(recordingId, 0)]);
});

test("finishing keeps a file with a single sample of sound", async () => {
  const device = disk();
  const writer = await writerOn(device);
  for (const index of from(0, NEXT_BEGINS + 1)) {
    writer.append([numberedPacket(index)]);
    await settle();
  }
  await writer.finish(PACKETS_PER_SEGMENT * 960 + 1);
  expect(await device.files.list()).toEqual([0, 1].map((k) => journalFileName(recordingId, k)));
});

test("a file that fails to close keeps no other open", async () => {
  const device = disk();
  const breaking: JournalFiles = {
    ...device.files,
    create: async (name) => {
      const file = await device.files.create(name);
      if (!name.endsWith("0")) return file;
      const close = () => Promise.reject(new AppError("STORAGE_FAILED", "broken"));
      return { ...file, close };
    },
  };
  const writer = await writerOn({ ...device, files: breaking });
  for (const index of from(0, NEXT_BEGINS + 2)) {
    writer.append([numberedPacket(index)]);
    await settle();
  }
  await expect(writer.finish(10 * 960)).rejects.toMatchObject({ code: "STORAGE_FAILED" });
  // Three were made; of them only the broken one is left.
  expect(device.openCount()).toBe(1);
});
