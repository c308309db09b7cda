import fc from "fast-check";
import { expect, test } from "vitest";
import { ascii, assemble, element } from "./ebml-write.ts";
import * as ID from "./elements.ts";
import { readPeaksTag } from "./peaks-tag-reader.ts";
import { writePeaksTag } from "./peaks-tag.ts";
import { readSegment } from "./segment-reader.ts";
import { CLUSTER, INFO, TRACKS, inSegment } from "./testing/webm-file.ts";

/** Of 60 ms of sound. */
const PEAKS = Uint8Array.of(200);
const TAG = writePeaksTag(PEAKS);

test("the peaks of a day are read as they were written", () => {
  const peaks = Uint8Array.from({ length: 864_000 }, (_, i) => i % 251);
  const tag = assemble(writePeaksTag(peaks));
  const read = readPeaksTag(tag, 864_000 * 4800);
  expect(read?.length).toBe(864_000);
  expect(Buffer.from(read ?? []).equals(peaks)).toBe(true);
  // It is a copy: a caller that keeps the peaks does not keep the whole file in memory.
  expect(read?.buffer).not.toBe(tag.buffer);
});

test("a tag is read before the sound and behind it", () => {
  expect(readSegment(inSegment(INFO, TRACKS, TAG, CLUSTER)).peaks).toEqual(PEAKS);
  expect(readSegment(inSegment(INFO, TRACKS, CLUSTER, TAG)).peaks).toEqual(PEAKS);
});

const simpleTag = (name: string, value: Uint8Array) =>
  element(
    ID.Tags,
    element(
      ID.Tag,
      element(ID.Targets),
      element(ID.SimpleTag, element(ID.TagName, [ascii(name)]), element(ID.TagBinary, [value])),
    ),
  );

test.each([
  ["no peaks", writePeaksTag(new Uint8Array())],
  ["too many peaks", writePeaksTag(Uint8Array.of(1, 2))],
  ["another name", simpleTag("TITLE", PEAKS)],
  ["bytes that are no elements", element(ID.Tags, [new Uint8Array(50).fill(0xff)])],
  ["nothing", element(ID.Tags)],
  ["an element that is longer than it", element(ID.Tags, [Uint8Array.of(0x73, 0x73, 0x88, 1)])],
])("a tag of %s is no peaks, and the sound is read", (_what, tags) => {
  const { peaks, sampleCount } = readSegment(inSegment(INFO, TRACKS, tags, CLUSTER));
  expect(peaks).toBeUndefined();
  expect(sampleCount).toBe(2880);
});

test("whatever bytes stand in the tag, the sound is read, and its peaks are one a 100 ms or none", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 80 }), fc.nat(), fc.nat({ max: 255 }), (...in_) => {
      const [content, position, byte] = in_;
      const changed = assemble(TAG).slice();
      // The id and the size stay: without them it is no element.
      changed[5 + (position % (changed.length - 5))] = byte;
      for (const tags of [element(ID.Tags, [content]), [changed]]) {
        const { peaks, sampleCount } = readSegment(inSegment(INFO, TRACKS, tags, CLUSTER));
        expect(sampleCount).toBe(2880);
        expect(peaks?.length ?? 1).toBe(1);
      }
    }),
  );
});
