import { expect, test } from "vitest";
import { makeRecordingId } from "@tapedeck/core/ids";
import { readSegment } from "@tapedeck/core/webm/segment-reader";
import { createVirtualEnvironment } from "../testing/virtual-environment.ts";
import { journalRecording, numberedPacket } from "../testing/journaled-recording.ts";
import { deviceCopies } from "./device-copy.ts";
import { journalFileName } from "./journal-files.ts";

const recordingId = makeRecordingId(1_795_392_000_000_000, new Uint8Array(6));

async function recorded(sampleCount: number) {
  const device = createVirtualEnvironment();
  await journalRecording(device, { recordingId, packetsPerSegment: 4, sampleCount });
  const other = makeRecordingId(1_795_392_000_000_001, new Uint8Array(6));
  await journalRecording(device, { recordingId: other, packetsPerSegment: 4, sampleCount: 960 });
  return device.storage.files("opfs");
}

test("all of a recording is one file that plays, of this recording and no other", async () => {
  const [copy, ...others] = await deviceCopies(recordingId, await recorded(12_345));
  expect(others).toEqual([]);
  expect(copy?.name).toBe(`${recordingId}.webm`);
  const { packets, sampleCount } = readSegment(copy?.bytes ?? new Uint8Array());
  expect(sampleCount).toBe(12_345);
  packets.forEach((packet, index) => expect(packet).toEqual(numberedPacket(index)));
});

test("what has left the device already leaves two files, each of which says where it begins", async () => {
  const files = await recorded(16 * 960);
  await files.remove(journalFileName(recordingId, 0));
  await files.remove(journalFileName(recordingId, 2));
  const copies = await deviceCopies(recordingId, files);
  expect(copies.map(({ name }) => name)).toEqual([
    `${recordingId}_from_1.webm`,
    `${recordingId}_from_3.webm`,
  ]);
  for (const { bytes } of copies) expect(readSegment(bytes).sampleCount).toBe(4 * 960);
});

test("a recording that has left the device gives no file", async () => {
  const absent = makeRecordingId(1_795_392_000_000_002, new Uint8Array(6));
  expect(await deviceCopies(absent, await recorded(960))).toEqual([]);
});

test("a segment without its end, as a power cut leaves it, ends one file; the next begins after it", async () => {
  const files = await recorded(16 * 960);
  const name = journalFileName(recordingId, 1);
  const whole = await files.read(name);
  const torn = await files.create(name);
  torn.append(whole?.slice(0, -80) ?? new Uint8Array());
  const copies = await deviceCopies(recordingId, files);
  expect(copies.map((copy) => [copy.name, readSegment(copy.bytes).sampleCount])).toEqual([
    [`${recordingId}.webm`, 7 * 960],
    [`${recordingId}_from_2.webm`, 8 * 960],
  ]);
});
