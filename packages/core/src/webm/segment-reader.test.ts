import { describe, expect, test } from "vitest";
import { AppError } from "../errors.ts";
import { ascii, assemble, element, int, uint } from "./ebml-write.ts";
import * as ID from "./elements.ts";
import { readSegment } from "./segment-reader.ts";
import {
  BLOCKS,
  CLUSTER,
  DOC_TYPE,
  INFO,
  TRACK,
  TRACKS,
  VOID,
  blockGroup,
  discarding,
  duration,
  inSegment,
  makeWebmFile,
  simpleBlock,
  timestamp,
  unknownSize,
  withBlocks,
  withTrack,
  NUMBER,
  AUDIO_TYPE,
  OPUS_CODEC,
  opusHead,
  AUDIO,
} from "./testing/webm-file.ts";

const UNHEARD_OF = element(0x4fff, [ascii("anything")]);

test("packets are views into the file: nothing is copied", () => {
  const bytes = makeWebmFile();
  for (const { buffer } of readSegment(bytes).packets) expect(buffer).toBe(bytes.buffer);
});

test("a file in the middle of a larger buffer is read as well", () => {
  const bytes = makeWebmFile();
  const pool = new Uint8Array(bytes.length + 20).fill(0x1a);
  pool.set(bytes, 11);
  expect(readSegment(pool.subarray(11, 11 + bytes.length))).toEqual(readSegment(bytes));
});

describe("a file of another writer is read too", () => {
  test.each([
    [
      "blocks in groups",
      withBlocks(blockGroup(0), blockGroup(20), simpleBlock({ relativeMs: 40 })),
    ],
    [
      "Void and unknown elements in the Segment",
      inSegment(VOID, INFO, VOID, TRACKS, UNHEARD_OF, CLUSTER, VOID),
    ],
    ["unknown elements in the track", withTrack(UNHEARD_OF, TRACK, VOID)],
    ["unknown elements among the blocks", withBlocks(VOID, BLOCKS, UNHEARD_OF)],
    ["Void behind the Segment", makeWebmFile({ afterSegment: VOID })],
    ["an Info behind the clusters", inSegment(TRACKS, CLUSTER, INFO)],
    [
      "a Duration in four bytes",
      makeWebmFile({ info: element(ID.Duration, [Uint8Array.of(0x42, 0x70, 0, 0)]) }),
    ],
    [
      "a Cluster of unknown size",
      inSegment(INFO, TRACKS, unknownSize(ID.Cluster, timestamp(0), BLOCKS)),
    ],
    [
      "Clusters of unknown size, ended by the next element",
      inSegment(
        INFO,
        TRACKS,
        unknownSize(ID.Cluster, timestamp(0), simpleBlock()),
        unknownSize(ID.Cluster, timestamp(20), simpleBlock(), simpleBlock({ relativeMs: 20 })),
        element(ID.Cues, []),
      ),
    ],
    [
      "a Segment of unknown size",
      assemble([...element(ID.EBML, DOC_TYPE), ...unknownSize(ID.Segment, INFO, TRACKS, CLUSTER)]),
    ],
    [
      "blocks before their cluster's time",
      makeWebmFile({
        clusters: element(
          ID.Cluster,
          timestamp(40),
          simpleBlock({ relativeMs: -40 }),
          simpleBlock({ relativeMs: -20 }),
          simpleBlock(),
        ),
      }),
    ],
  ])("%s", (_what, bytes) => {
    expect(readSegment(bytes)).toEqual({
      packets: readSegment(makeWebmFile()).packets,
      channelCount: 1,
      skipSamples: 0,
      discardSamples: 0,
      sampleCount: 2880,
      durationMs: 60,
    });
  });
});

test("a discard is read to the sample", () => {
  // 648 samples last 13.5 ms
  expect(readSegment(discarding(int(13_500_000), 46.5))).toMatchObject({
    discardSamples: 648,
    sampleCount: 2232,
  });
});

test("a skip is read from CodecDelay and OpusHead alike", () => {
  const bytes = makeWebmFile({
    info: duration(40),
    trackEntry: [
      ...NUMBER,
      ...AUDIO_TYPE,
      ...OPUS_CODEC,
      ...opusHead(960),
      ...element(ID.CodecDelay, [uint(20_000_000)]),
      ...AUDIO,
    ],
  });
  expect(readSegment(bytes)).toMatchObject({ skipSamples: 960, sampleCount: 1920 });
});

test("a refusal names the offset in its details and in its sentence", () => {
  const bytes = withBlocks(BLOCKS, simpleBlock({ relativeMs: 80 }));
  const offset = bytes.length - assemble(simpleBlock()).length;
  const refused = new AppError(
    "WEBM_INVALID",
    `Packet 3 must start at 60 ms, got 80, at byte ${offset}.`,
    { details: { offset } },
  );
  expect(() => readSegment(bytes)).toThrow(refused);
  expect(() => readSegment(bytes)).toThrow(expect.objectContaining({ details: { offset } }));
});
