import { expect, test } from "vitest";
import type { Gap } from "@tapedeck/core/contract";
import { crc32 } from "@tapedeck/core/crc32";
import { AppError } from "@tapedeck/core/errors";
import { makeRecordingId } from "@tapedeck/core/ids";
import { buildManifest } from "@tapedeck/core/manifest";
import { createVirtualEnvironment } from "../testing/virtual-environment.ts";
import { journalRecording, numberedPacket } from "../testing/journaled-recording.ts";
import { encodeEntry } from "./journal-format.ts";
import { journalFileName } from "./journal-files.ts";
import { createRecordingJournal } from "./recording-journal.ts";
import { recoverRecording } from "./recover.ts";

const recordingId = makeRecordingId(1_795_392_000_000_000, new Uint8Array(6));
const PACKETS_PER_SEGMENT = 4;

async function startedJournal() {
  const device = createVirtualEnvironment();
  const files = device.storage.files("opfs");
  const journal = await createRecordingJournal({
    recordingId,
    owner: "ada",
    packetsPerSegment: PACKETS_PER_SEGMENT,
    files,
    records: device.storage.records,
    sha256: (bytes) => device.sha256(bytes),
  });
  return { device, files, journal };
}

/** A device, and a recorder on it that dies after so many packets, having closed nothing. */
async function cutOffAfter(packets: number) {
  const { device, files, journal } = await startedJournal();
  for (let index = 0; index < packets; index++) {
    journal.append([numberedPacket(index)]);
    // A turn, in which the next file is opened.
    await Promise.resolve().then(() => Promise.resolve());
  }
  return { device, files, open: journal.record() };
}

const portsOf = (device: ReturnType<typeof createVirtualEnvironment>) => ({
  storage: device.storage,
  sha256: (bytes: Uint8Array<ArrayBuffer>) => device.sha256(bytes),
});

test("a recorder that dies after any packet: every packet that was on the device is in a segment", async () => {
  for (let packets = 0; packets <= 3 * PACKETS_PER_SEGMENT; packets++) {
    const { device, open } = await cutOffAfter(packets);
    const { record, segments, isSaved } = await recoverRecording(open, portsOf(device));
    const samples = segments.reduce((sum, { sampleCount }) => sum + sampleCount, 0);
    expect([packets, samples]).toEqual([packets, Math.max(0, packets - 1) * 960]);
    // Its person is told only if there is sound.
    const isCutOff = samples > 0 ? { isCutOff: true } : {};
    expect(record).toEqual({ ...open, state: "ended", ...isCutOff });
    expect(isSaved).toBe(true);
    segments.forEach(({ sequence, startSample }, index) => {
      expect(sequence).toBe(index);
      expect(startSample).toBe(index * PACKETS_PER_SEGMENT * 960);
    });
    expect(await device.storage.records.recordings("ada")).toEqual([record]);
    expect(await device.storage.records.segments(recordingId)).toEqual(segments);
  }
});

test("segments that are remembered are left as they are, also where their file is gone", async () => {
  const device = createVirtualEnvironment();
  const { journal, segments } = await journalRecording(device, {
    recordingId,
    packetsPerSegment: PACKETS_PER_SEGMENT,
    sampleCount: 10 * 960,
  });
  await device.storage.files("opfs").remove(journalFileName(recordingId, 0));
  await device.storage.records.putSegments(
    segments.slice(0, 1).map((segment) => ({ ...segment, life: { kind: "verified" } as const })),
  );
  const recovered = await recoverRecording(journal.record(), portsOf(device));
  expect(recovered.segments).toHaveLength(3);
  expect(recovered.segments[0]?.life).toEqual({ kind: "verified" });
  expect(recovered.segments.slice(1)).toEqual(segments.slice(1));
});

test("a torn end costs the packet that was being written, and no other", async () => {
  const { device, files, open } = await cutOffAfter(4);
  const name = journalFileName(recordingId, 0);
  const whole = (await files.read(name)) ?? new Uint8Array();
  const torn = await files.create(name);
  torn.append(whole);
  torn.append(encodeEntry({ kind: "packet", bytes: numberedPacket(4) }).slice(0, 9));
  const { segments } = await recoverRecording(open, portsOf(device));
  expect(segments.map(({ sampleCount }) => sampleCount)).toEqual([3 * 960]);
});

test("on a full disk the segments are given nevertheless, to be uploaded first", async () => {
  const { device, open } = await cutOffAfter(6);
  const full = async () => {
    throw new AppError("STORAGE_FULL", "no room");
  };
  const { storage } = device;
  const recovered = await recoverRecording(open, {
    ...portsOf(device),
    storage: { ...storage, records: { ...storage.records, putSegments: full } },
  });
  expect(recovered.isSaved).toBe(false);
  expect(recovered.segments).toHaveLength(2);
  expect(await storage.records.recordings("ada")).toEqual([open]);
});

test("storage that fails otherwise is not taken for an empty one", async () => {
  const { device, open } = await cutOffAfter(6);
  const { storage } = device;
  const broken = async () => {
    throw new AppError("STORAGE_FAILED", "broken");
  };
  const records = { ...storage.records, putSegments: broken };
  const ports = { ...portsOf(device), storage: { ...storage, records } };
  await expect(recoverRecording(open, ports)).rejects.toMatchObject({ code: "STORAGE_FAILED" });
});

test("files opened ahead, empty or with a pre-roll only, are no segments", async () => {
  const { device, files, open } = await cutOffAfter(1 + PACKETS_PER_SEGMENT);
  await files.create(journalFileName(recordingId, 1));
  const ahead = await files.create(journalFileName(recordingId, 2));
  ahead.append(encodeEntry({ kind: "header", recordingId, sequence: 2, skipPackets: 5 }));
  ahead.append(encodeEntry({ kind: "packet", bytes: numberedPacket(0) }));
  const { segments } = await recoverRecording(open, portsOf(device));
  expect(segments.map(({ sequence, sampleCount }) => [sequence, sampleCount])).toEqual([
    [0, PACKETS_PER_SEGMENT * 960],
  ]);
});

test("a journal of a later version is refused, and stays as it is for that version", async () => {
  const { device, files, open } = await cutOffAfter(6);
  const later = new TextEncoder().encode(JSON.stringify({ formatVersion: 3 }));
  const entry = encodeEntry({ kind: "packet", bytes: later });
  // As a header: its kind, and the checksum of that.
  entry[8] = 1;
  new DataView(entry.buffer).setUint32(4, crc32(entry.subarray(8)), true);
  (await files.create(journalFileName(recordingId, 1))).append(entry);
  const before = await Promise.all((await files.list()).map((name) => files.read(name)));
  await expect(recoverRecording(open, portsOf(device))).rejects.toThrow("got 3. Reload the page.");
  expect(await Promise.all((await files.list()).map((name) => files.read(name)))).toEqual(before);
  expect(await device.storage.records.recordings("ada")).toEqual([open]);
  expect(await device.storage.records.segments(recordingId)).toEqual([]);
});

test("a segment that lost its end although others follow: the sound moves up, and a gap says so", async () => {
  const { device, files, open } = await cutOffAfter(1 + 3 * PACKETS_PER_SEGMENT);
  const name = journalFileName(recordingId, 1);
  const whole = (await files.read(name)) ?? new Uint8Array();
  // A power cut: two of its four packets, each an entry of 14 bytes, never reached the disk.
  (await files.create(name)).append(whole.slice(0, whole.length - 2 * 14));
  const pauses = [960, 3 * 3840].map((startSample): Gap => {
    return { startSample, durationMs: 5000, reason: "paused" };
  });
  const unsure = { offsetMs: 250, errorMs: 500, gaps: pauses.slice(1) };
  const { record, segments } = await recoverRecording(
    { ...open, gaps: pauses, unsure },
    portsOf(device),
  );
  expect(segments.map(({ startSample, sampleCount }) => [startSample, sampleCount])).toEqual([
    [0, 3840],
    [3840, 1920],
    [5760, 3840],
  ]);
  expect(record.gaps).toEqual([
    { startSample: 960, durationMs: 5000, reason: "paused" },
    { startSample: 5760, durationMs: 40, reason: "lost" },
    { startSample: 9600, durationMs: 5000, reason: "paused" },
  ]);
  expect(record.unsure).toEqual({ offsetMs: 250, errorMs: 500, gaps: record.gaps.slice(2) });
  // What the server would say of it.
  const manifest = buildManifest(
    { recordingId, segments: [...segments], gaps: [...record.gaps] },
    0,
  );
  expect(manifest.sampleCount).toBe(9600);
  expect(await device.storage.records.segments(recordingId)).toEqual(segments);
});

test("what the encoder was fed after the last sound is no segment", async () => {
  const { device, journal } = await startedJournal();
  const packets = Array.from({ length: 2 + PACKETS_PER_SEGMENT }, (_, index) =>
    numberedPacket(index),
  );
  for (const packet of packets) journal.append([packet]);
  const sampleCount = PACKETS_PER_SEGMENT * 960 - 100;
  const closed = await journal.closeSegment({
    sequence: 0,
    startSample: 0,
    sampleCount,
    packets: packets.slice(0, 1 + PACKETS_PER_SEGMENT),
    skipSamples: 960,
    discardSamples: 100,
    peaks: [7],
  });
  const { segments, record } = await recoverRecording(journal.record(), portsOf(device));
  expect(segments).toEqual([closed]);
  expect(record.gaps).toEqual([]);
});
