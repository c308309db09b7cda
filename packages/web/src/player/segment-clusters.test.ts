import { expect, test } from "vitest";
import { segmentCut } from "@tapedeck/core/webm/segment-cut";
import { readSegment } from "@tapedeck/core/webm/segment-reader";
import { writeSegment } from "@tapedeck/core/webm/segment-writer";
import { makePackets } from "../../../core/src/webm/testing/opus-packets.ts";
import { segmentClusters } from "./segment-clusters.ts";

const PACKETS_PER_SEGMENT = 100;
const packets = makePackets(251);

const files = [0, 1, 2].map((sequence) => {
  const cut = segmentCut({ sequence, packetsPerSegment: PACKETS_PER_SEGMENT });
  return writeSegment({
    packets: packets.slice(cut.firstPacket, cut.endPacket),
    channelCount: 1,
    skipSamples: cut.skipSamples,
    discardSamples: sequence === 2 ? 415 : 0,
  });
});

const fed = files.map((file, sequence) =>
  segmentClusters(file, sequence * PACKETS_PER_SEGMENT * 960),
);

test("the clusters of all segments hold each packet of the encoder once, in order", () => {
  const read = fed.flatMap(({ head, clusters }) => {
    const file = new Uint8Array(head.length + clusters.length);
    file.set(head);
    file.set(clusters, head.length);
    return readSegment(file).packets;
  });
  expect(read).toEqual(packets);
});

test("each segment's clusters follow the one before on the timeline, and sample 0 is at 0", () => {
  expect(fed.map(({ offsetSeconds }) => offsetSeconds)).toEqual([-0.02, 2, 4]);
});

test("no head delays the decoder, so that a joint changes nothing for it", () => {
  for (const { head, clusters } of fed) {
    const file = new Uint8Array(head.length + clusters.length);
    file.set(head);
    file.set(clusters, head.length);
    expect(readSegment(file).skipSamples).toBe(0);
  }
});
