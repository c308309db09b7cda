import { readFile } from "node:fs/promises";
import fc from "fast-check";
import { expect, test } from "vitest";
import { makeRecordingId } from "@tapedeck/core/ids";
import type { SegmentRecord } from "@tapedeck/core/upload/records";
import { joinSegments } from "@tapedeck/core/webm/join";
import { readSegment } from "@tapedeck/core/webm/segment-reader";
import { createVirtualEnvironment } from "../testing/virtual-environment.ts";
import { journalRecording, numberedPacket, numberedPeaks } from "../testing/journaled-recording.ts";
import { encodeEntry, type JournalEnd } from "./journal-format.ts";
import { journalFileName } from "./journal-files.ts";
import { segmentOfJournalFile } from "./journal-segment.ts";
import { sha256Base64 } from "../sha256.ts";

const recordingId = makeRecordingId(1_795_392_000_000_000, new Uint8Array(6));

test("a journal file makes the very bytes that its recorder hashed, whatever the lengths", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 8 }),
      fc.integer({ min: 1, max: 20_000 }),
      async (packetsPerSegment, sampleCount) => {
        const device = createVirtualEnvironment();
        const { segments } = await journalRecording(device, {
          recordingId,
          packetsPerSegment,
          sampleCount,
        });
        const files: Uint8Array[] = [];
        for (const segment of segments) {
          const name = journalFileName(recordingId, segment.sequence);
          const file = await device.storage.files("opfs").read(name);
          const made = file && segmentOfJournalFile(file);
          if (!made) throw new Error(`${name} holds no segment`);
          expect(made.sequence).toBe(segment.sequence);
          expect(made.sampleCount).toBe(segment.sampleCount);
          expect(made.bytes.length).toBe(segment.sizeBytes);
          expect(await device.sha256(made.bytes)).toBe(segment.sha256);
          expect([...(readSegment(made.bytes).peaks ?? [])]).toEqual(numberedPeaks(segment));
          files.push(made.bytes);
        }
        const { packets } = readSegment(joinSegments(files));
        packets.forEach((packet, index) => expect(packet).toEqual(numberedPacket(index)));
        expect(segments.reduce((sum, segment) => sum + segment.sampleCount, 0)).toBe(sampleCount);
      },
    ),
    { numRuns: 60 },
  );
});

/** The file of a segment with a pre-roll of two packets, as long as it got. */
function fileOf(packets: number, end?: JournalEnd): Uint8Array<ArrayBuffer> {
  const entries = [
    encodeEntry({ kind: "header", recordingId, sequence: 3, skipPackets: 2 }),
    ...Array.from({ length: packets }, (_, index) =>
      encodeEntry({ kind: "packet", bytes: numberedPacket(index) }),
    ),
    ...(end === undefined ? [] : [encodeEntry({ kind: "end", ...end })]),
  ];
  return new Uint8Array(entries.flatMap((entry) => [...entry]));
}

test("a file without an end holds all the sound of its packets, and not that of its pre-roll", () => {
  const made = segmentOfJournalFile(fileOf(5));
  expect(made).toMatchObject({ sequence: 3, sampleCount: 3 * 960 });
  expect(readSegment(made?.bytes ?? new Uint8Array())).toMatchObject({
    sampleCount: 3 * 960,
    skipSamples: 2 * 960,
    discardSamples: 0,
  });
});

test("an end says how much of the last packet is sound, and padding behind it is left out", () => {
  const made = segmentOfJournalFile(fileOf(6, { sampleCount: 1000 }));
  expect(made?.sampleCount).toBe(1000);
  expect(readSegment(made?.bytes ?? new Uint8Array())).toMatchObject({
    sampleCount: 1000,
    discardSamples: 920,
  });
});

test("an end never makes more sound than there are packets", () => {
  expect(segmentOfJournalFile(fileOf(3, { sampleCount: 5000 }))?.sampleCount).toBe(960);
});

test("a file without an end has no peaks: they are unknown", () => {
  const bytes = segmentOfJournalFile(fileOf(5))?.bytes ?? new Uint8Array();
  expect(readSegment(bytes).peaks).toBeUndefined();
});

test.each([
  ["too few", []],
  ["too many", [1, 2, 3]],
])("a file with %s peaks has all its sound, and no peaks", (_what, peaks) => {
  const made = segmentOfJournalFile(fileOf(8, { sampleCount: 5000, peaks }));
  expect(readSegment(made?.bytes ?? new Uint8Array())).toMatchObject({
    sampleCount: 5000,
    peaks: undefined,
  });
});

test("files of format 1 make the bytes that the release before hashed", async () => {
  const url = new URL("../../../../tests/journal/stored-journal-2.json", import.meta.url);
  const stored = JSON.parse(await readFile(url, "utf8")) as {
    readonly segments: readonly SegmentRecord[];
    readonly files: Readonly<Record<string, string>>;
  };
  const held = stored.segments.flatMap((segment) => {
    const file = stored.files[journalFileName(segment.recordingId, segment.sequence)];
    return file === undefined ? [] : [{ segment, file }];
  });
  expect(held).toHaveLength(6);
  for (const { segment, file } of held) {
    const made = segmentOfJournalFile(Uint8Array.from(Buffer.from(file, "base64")));
    expect(await sha256Base64(made?.bytes ?? new Uint8Array())).toBe(segment.sha256);
  }
});

test.each([
  ["nothing", new Uint8Array()],
  ["a header", fileOf(0)],
  ["a pre-roll", fileOf(2)],
])("a file that holds %s holds no segment", (_what, file) => {
  expect(segmentOfJournalFile(file)).toBeUndefined();
});
