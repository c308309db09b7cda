import { describe, expect, test } from "vitest";
import { ascii, assemble, element, int, uint } from "./ebml-write.ts";
import * as ID from "./elements.ts";
import { readSegment } from "./segment-reader.ts";
import {
  BLOCKS,
  CLUSTER,
  DOC_TYPE,
  INFO,
  TRACKS,
  VOID,
  blockContent,
  blockGroup,
  discarding,
  duration,
  inSegment,
  makeWebmFile,
  simpleBlock,
  withBlocks,
  unknownSize,
} from "./testing/webm-file.ts";

describe("a file is refused with the rule it breaks", () => {
  test.each([
    ["no bytes", new Uint8Array(), "A file must hold a Segment, at byte 0."],
    ["not EBML", assemble(VOID), "A file must start with an EBML header, at byte 0."],
    [
      "a header alone",
      assemble(element(ID.EBML, DOC_TYPE)),
      "A file must hold a Segment, at byte 12.",
    ],
    [
      "Matroska",
      makeWebmFile({ header: element(ID.DocType, [ascii("matroska")]) }),
      'DocType must be webm, got "matroska"',
    ],
    ["no DocType", makeWebmFile({ header: [] }), 'DocType must be webm, got ""'],
    [
      "a future EBML",
      makeWebmFile({ header: [...DOC_TYPE, ...element(ID.EBMLReadVersion, [uint(2)])] }),
      "EBMLReadVersion must be at most 1, got 2",
    ],
    [
      "longer ids",
      makeWebmFile({ header: [...DOC_TYPE, ...element(ID.EBMLMaxIDLength, [uint(5)])] }),
      "EBMLMaxIDLength must be at most 4, got 5",
    ],
    [
      "longer sizes",
      makeWebmFile({ header: [...DOC_TYPE, ...element(ID.EBMLMaxSizeLength, [uint(9)])] }),
      "EBMLMaxSizeLength must be at most 8, got 9",
    ],
    [
      "a future WebM",
      makeWebmFile({ header: [...DOC_TYPE, ...element(ID.DocTypeReadVersion, [uint(5)])] }),
      "DocTypeReadVersion must be at most 4, got 5",
    ],
    [
      "two Segments",
      makeWebmFile({ afterSegment: element(ID.Segment, []) }),
      "A file must hold one Segment",
    ],
    [
      "a second file behind the first",
      makeWebmFile({ afterSegment: element(ID.EBML, DOC_TYPE) }),
      "A file must hold one Segment",
    ],
    [
      "a second file behind a Segment of unknown size",
      assemble([
        ...element(ID.EBML, DOC_TYPE),
        ...unknownSize(ID.Segment, INFO, TRACKS, CLUSTER, element(ID.EBML, DOC_TYPE)),
      ]),
      "A file must hold one Segment",
    ],
    ["no Info", inSegment(TRACKS, CLUSTER), "A Segment must hold an Info"],
    ["two Infos", inSegment(INFO, INFO, TRACKS, CLUSTER), "Info must stand once"],
    ["no Duration", makeWebmFile({ info: [] }), "Info must hold a Duration"],
    [
      "a wrong Duration",
      makeWebmFile({ info: duration(80) }),
      "The Duration must be that of 2880 samples, 60 ms, got 80",
    ],
    [
      "a Duration that is no number",
      makeWebmFile({ info: duration(Number.NaN) }),
      "60 ms, got NaN",
    ],
    [
      "timestamps in microseconds",
      makeWebmFile({ info: [...duration(60), ...element(ID.TimestampScale, [uint(1000)])] }),
      "Timestamps must count 1000000 ns, got 1000",
    ],
    [
      "no block",
      withBlocks(),
      "A file must hold a sample after its skip of 0 and discard of 0, got 0 packets",
    ],
    [
      "blocks without a time",
      makeWebmFile({ clusters: element(ID.Cluster, BLOCKS) }),
      "A Cluster's Timestamp must stand before its blocks",
    ],
    ["a Cluster in a Cluster", withBlocks(CLUSTER), "A Cluster must hold blocks only"],
    [
      "another track's block",
      withBlocks(simpleBlock({ track: 2 })),
      "A block must be of track 1, got 2",
    ],
    ["Xiph lacing", withBlocks(simpleBlock({ flags: 0x82 })), "A block must not be laced"],
    ["fixed-size lacing", withBlocks(simpleBlock({ flags: 0x84 })), "A block must not be laced"],
    ["EBML lacing", withBlocks(simpleBlock({ flags: 0x86 })), "A block must not be laced"],
    [
      "a block without its header",
      withBlocks(element(ID.SimpleBlock, [Uint8Array.of(0x81, 0, 0)])),
      "A block must hold its whole header",
    ],
    [
      "a block without a packet",
      withBlocks(simpleBlock({ packet: new Uint8Array() })),
      "A packet must hold 960 samples (20 ms), got nothing",
    ],
    [
      "a packet of 60 ms",
      withBlocks(simpleBlock({ packet: Uint8Array.of(0x7b, 3) })),
      "A packet must hold 960 samples (20 ms), got 2880",
    ],
    [
      "a packet of 10 ms",
      withBlocks(simpleBlock({ packet: Uint8Array.of(30 << 3) })),
      "A packet must hold 960 samples (20 ms), got 480",
    ],
    [
      "a late start",
      withBlocks(simpleBlock({ relativeMs: 20 })),
      "Packet 0 must start at 0 ms, got 20",
    ],
    [
      "a gap",
      withBlocks(simpleBlock(), simpleBlock({ relativeMs: 40 })),
      "Packet 1 must start at 20 ms, got 40",
    ],
    [
      "an overlap",
      withBlocks(simpleBlock(), simpleBlock({ relativeMs: 10 })),
      "Packet 1 must start at 20 ms, got 10",
    ],
    [
      "a step back",
      withBlocks(simpleBlock(), simpleBlock({ relativeMs: -1 })),
      "Packet 1 must start at 20 ms, got -1",
    ],
    [
      "an empty group",
      withBlocks(element(ID.BlockGroup)),
      "A BlockGroup must hold one Block, got 0",
    ],
    [
      "a group of two",
      withBlocks(
        element(
          ID.BlockGroup,
          element(ID.Block, blockContent()),
          element(ID.Block, blockContent({ relativeMs: 20 })),
        ),
      ),
      "A BlockGroup must hold one Block, got 2",
    ],
    [
      "a discarded packet",
      discarding(int(20_000_000), 40),
      "DiscardPadding must be from 0 to 959 samples, got 960",
    ],
    [
      "a discard at the start",
      discarding(int(-1_000_000), 60),
      "DiscardPadding must be from 0 to 959 samples, got -48",
    ],
    [
      "a discard in the middle",
      withBlocks(blockGroup(0, int(1_000_000)), simpleBlock({ relativeMs: 20 })),
      "Only the last block may have a DiscardPadding",
    ],
  ])("%s", (_what, bytes, message) => {
    expect(() => readSegment(bytes)).toThrow(message);
    expect(() => readSegment(bytes)).toThrow(expect.objectContaining({ code: "WEBM_INVALID" }));
  });
});
