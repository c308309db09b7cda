import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { crc32 } from "@tapedeck/core/crc32";
import { AppError } from "@tapedeck/core/errors";
import type { RecordingId } from "@tapedeck/core/ids";
import {
  decodeJournal,
  encodeEntry,
  type JournalEnd,
  type JournalEntry,
} from "./journal-format.ts";
import { assemble } from "@tapedeck/core/webm/ebml-write";

const recordingId = "2026-11-23-10-00-00-000000-ABC123" as RecordingId;
const HEADER = { recordingId, sequence: 7, skipPackets: 2 };
const header: JournalEntry = { kind: "header", ...HEADER };

const packetBytes = fc.uint8Array({ minLength: 0, maxLength: 60 });
const packetList = fc.array(packetBytes, { minLength: 1, maxLength: 12 });
const peaks = fc.array(fc.nat({ max: 255 }), { maxLength: 600 });
const ends = fc.option(fc.record({ sampleCount: fc.maxSafeNat(), peaks }), { nil: undefined });

function fileOf(packets: readonly Uint8Array[], end?: JournalEnd): Uint8Array<ArrayBuffer> {
  return assemble([
    encodeEntry(header),
    ...packets.map((bytes) => encodeEntry({ kind: "packet", bytes })),
    ...(end === undefined ? [] : [encodeEntry({ kind: "end", ...end })]),
  ]);
}

/** An entry as a version of ours that never existed would write it. */
function entryOf(payload: Uint8Array): Uint8Array<ArrayBuffer> {
  const prefix = new Uint8Array(8);
  const view = new DataView(prefix.buffer);
  view.setUint32(0, payload.length, true);
  view.setUint32(4, crc32(payload), true);
  return assemble([prefix, payload]);
}

function headerOf(content: string): Uint8Array<ArrayBuffer> {
  return entryOf(assemble([Uint8Array.of(1), text(content)]));
}

function text(content: string): Uint8Array {
  return new TextEncoder().encode(content);
}

function plain(packets: readonly Uint8Array[]): number[][] {
  return packets.map((packet) => [...packet]);
}

describe("a whole file", () => {
  test("gives back what was written", () => {
    fc.assert(
      fc.property(packetList, ends, (packets, end) => {
        const decoded = decodeJournal(fileOf(packets, end));
        expect(decoded.header).toEqual(HEADER);
        expect(plain(decoded.packets)).toEqual(plain(packets));
        expect(decoded.end).toEqual(end);
      }),
    );
  });

  test("is read the same from the middle of a larger buffer", () => {
    const file = fileOf([Uint8Array.of(1, 2), Uint8Array.of(3)]);
    const shifted = assemble([Uint8Array.of(9, 9, 9), file]).subarray(3);
    expect(decodeJournal(shifted)).toEqual(decodeJournal(file));
  });

  test("has the bytes that files of format 2 have on people's devices, their CRCs as zlib's", () => {
    const expected = assemble([
      Uint8Array.of(0x73, 0x00, 0x00, 0x00, 0xed, 0xed, 0xb4, 0x0a),
      text('\u0001{"formatVersion":2,"kind":"header"'),
      text(',"recordingId":"2026-11-23-10-00-00-000000-ABC123","sequence":7,"skipPackets":2}'),
      Uint8Array.of(0x03, 0x00, 0x00, 0x00, 0x5f, 0x56, 0xa7, 0x57),
      Uint8Array.of(0x02, 0xf8, 0x01),
      Uint8Array.of(0x41, 0x00, 0x00, 0x00, 0x48, 0x45, 0x8a, 0x50),
      text('\u0003{"formatVersion":2,"kind":"end","sampleCount":960,"peaks":[200]}'),
    ]);
    const file = fileOf([Uint8Array.of(0xf8, 1)], { sampleCount: 960, peaks: [200] });
    expect([...file]).toEqual([...expected]);
  });

  test("a file of format 1, which the release before wrote, is read as before and has no peaks", () => {
    const file = assemble([
      Uint8Array.of(0x63, 0x00, 0x00, 0x00, 0x23, 0x0b, 0xc2, 0x4d),
      text('\u0001{"formatVersion":1,"recordingId":"2026-11-23-10-00-00-000000-ABC123"'),
      text(',"sequence":7,"skipPackets":2}'),
      Uint8Array.of(0x03, 0x00, 0x00, 0x00, 0x5f, 0x56, 0xa7, 0x57),
      Uint8Array.of(0x02, 0xf8, 0x01),
      Uint8Array.of(0x14, 0x00, 0x00, 0x00, 0x41, 0xbb, 0xc1, 0x0f),
      text('\u0003{"sampleCount":960}'),
    ]);
    const { header: read, packets, end } = decodeJournal(file);
    expect(read).toEqual(HEADER);
    expect(plain(packets)).toEqual([[0xf8, 1]]);
    expect(end).toEqual({ sampleCount: 960 });
  });
});

describe("a damaged file", () => {
  test("cut anywhere, gives the packets that are whole, in order, and nothing else", () => {
    fc.assert(
      fc.property(packetList, ends, fc.double({ min: 0, max: 1, noNaN: true }), (...in_) => {
        const [packets, end, at] = in_;
        const file = fileOf(packets, end);
        const keptBytes = Math.floor(at * file.length);
        const decoded = decodeJournal(file.slice(0, keptBytes));
        const whole = packets.filter((_, i) => fileOf(packets.slice(0, i + 1)).length <= keptBytes);
        expect(plain(decoded.packets)).toEqual(plain(whole));
        expect(decoded.end).toEqual(keptBytes === file.length ? end : undefined);
      }),
    );
  });

  test("with any byte changed, gives the packets before it and never one that was not written", () => {
    fc.assert(
      fc.property(packetList, ends, fc.nat(), fc.integer({ min: 1, max: 255 }), (...in_) => {
        const [packets, end, position, mask] = in_;
        const file = fileOf(packets, end);
        const at = position % file.length;
        file[at] = (file[at] ?? 0) ^ mask;
        const before = packets.filter((_, i) => fileOf(packets.slice(0, i + 1)).length <= at);
        expect(plain(decodeJournal(file).packets)).toEqual(plain(before));
      }),
    );
  });

  test("with zeros after it, which a disk reserves before it writes, is as good as whole", () => {
    fc.assert(
      fc.property(packetList, ends, fc.nat({ max: 5000 }), (packets, end, zeros) => {
        const file = fileOf(packets, end);
        const padded = assemble([file, new Uint8Array(zeros)]);
        expect(decodeJournal(padded)).toEqual(decodeJournal(file));
      }),
    );
  });

  test("gives no exception for entries with any content, and no packets without a header", () => {
    const payload = fc.tuple(fc.nat({ max: 4 }), fc.uint8Array({ maxLength: 20 }));
    fc.assert(
      fc.property(fc.array(payload), (payloads) => {
        const entries = payloads.map(([kind, content]) => [kind, ...content]);
        const file = assemble(entries.map((bytes) => entryOf(Uint8Array.from(bytes))));
        // No such content is a header: it takes a recording's id, which is longer.
        expect(decodeJournal(file)).toMatchObject({ header: undefined, packets: [] });
      }),
    );
  });

  test("is read up to an entry that announces an impossible size", () => {
    const absurd = new Uint8Array(8 + 5000);
    new DataView(absurd.buffer).setUint32(0, 5000, true);
    new DataView(absurd.buffer).setUint32(4, crc32(new Uint8Array(5000)), true);
    const file = assemble([fileOf([Uint8Array.of(1)]), absurd]);
    expect(plain(decodeJournal(file).packets)).toEqual([[1]]);
  });
});

describe("a file that we did not write like this", () => {
  test("gives no packets if it opens with one: no header says whose", () => {
    const file = encodeEntry({ kind: "packet", bytes: Uint8Array.of(1) });
    expect(decodeJournal(file)).toEqual({
      header: undefined,
      packets: [],
      end: undefined,
    });
  });

  test.each([
    ["no recording", '{"formatVersion":1,"sequence":0,"skipPackets":0}'],
    ["no recording's id", '{"formatVersion":1,"recordingId":"x","sequence":0,"skipPackets":0}'],
    ["a negative sequence", JSON.stringify({ formatVersion: 1, ...HEADER, sequence: -1 })],
    ["half a packet to skip", JSON.stringify({ formatVersion: 1, ...HEADER, skipPackets: 0.5 })],
    ["no JSON", "{"],
    ["no object", "null"],
  ])("names %s: it is not read", (_, content) => {
    const file = assemble([
      headerOf(content),
      encodeEntry({ kind: "packet", bytes: Uint8Array.of(1) }),
    ]);
    expect(decodeJournal(file).packets).toEqual([]);
  });

  test("is read up to a second header", () => {
    const file = assemble([fileOf([Uint8Array.of(1)]), fileOf([Uint8Array.of(2)])]);
    expect(plain(decodeJournal(file).packets)).toEqual([[1]]);
  });

  test("is refused if it is of a later version, because guessing would lose sound", () => {
    const file = headerOf(JSON.stringify({ ...HEADER, formatVersion: 3 }));
    expect(() => decodeJournal(file)).toThrow(
      new AppError(
        "STORAGE_FAILED",
        "This version reads journals up to format 2, got 3. Reload the page.",
      ),
    );
  });
});
