// One untrusted WebM file to its packets and its declarations about them. It refuses every file that
// a player would play with other samples than declared. It does not know whose file it is.
// @see RFC 9559, https://www.webmproject.org/docs/container/
import { PACKET_SAMPLES } from "../limits.ts";
import type { Peaks } from "../peaks.ts";
import { quote } from "../quote.ts";
import { readBlock } from "./block-reader.ts";
import {
  childrenOf,
  readElement,
  readFloat,
  readInt,
  readText,
  readUint,
  type ElementRead,
} from "./ebml-read.ts";
import * as ID from "./elements.ts";
import { samplesOfNanos } from "./nanos-reader.ts";
import { opusPacketSamples } from "./opus-packet.ts";
import { readPeaksTag } from "./peaks-tag-reader.ts";
import { NANOS_PER_MS, PACKET_MS, SAMPLES_PER_MS } from "./sample-time.ts";
import type { SegmentPackets } from "./segment-packets.ts";
import { readTracks, type TrackRead } from "./track-reader.ts";
import { webmInvalid } from "./webm-invalid.ts";

/** The declared duration may differ so much from the samples: the precision of block timestamps. */
const DURATION_TOLERANCE_MS = 1;

/** Elements that can follow a Cluster inside a Segment. A Cluster of unknown size ends before one of them. */
const ENDS_CLUSTER: ReadonlySet<number> = new Set([
  ID.EBML,
  ID.Segment,
  ID.SeekHead,
  ID.Info,
  ID.Tracks,
  ID.Cluster,
  ID.Cues,
  ID.Chapters,
  ID.Attachments,
  ID.Tags,
]);

interface PacketsRead extends SegmentPackets {
  readonly peaks: Peaks | undefined;
  /** Samples that a player plays, at least 1: `packets × 960 − skip − discard`. */
  readonly sampleCount: number;
  /** The duration that the file declares: within a millisecond of its samples. */
  readonly durationMs: number;
}

/** The facts found so far in the walk through the file. */
interface Progress {
  track: TrackRead | undefined;
  durationMs: number | undefined;
  readonly packets: Uint8Array[];
  discardSamples: number;
  /** The last Tags element, if there is one. */
  tags: Uint8Array;
}

/** @throws {AppError} WEBM_INVALID – the first rule that the file breaks, and where */
export function readSegment(bytes: Uint8Array): PacketsRead {
  const segment = findSegment(bytes);
  const progress: Progress = {
    track: undefined,
    durationMs: undefined,
    packets: [],
    discardSamples: 0,
    tags: new Uint8Array(),
  };
  let offset = segment.dataOffset;
  while (offset < segment.endOffset) {
    const element = readElement(bytes, offset, segment.endOffset);
    offset =
      element.id === ID.Cluster
        ? readCluster(bytes, element, progress)
        : readSegmentChild(bytes, element, progress);
  }
  return conclude(progress, segment);
}

function findSegment(bytes: Uint8Array): ElementRead {
  let segment: ElementRead | undefined;
  for (const element of childrenOf(bytes, { dataOffset: 0, endOffset: bytes.length })) {
    if (element.offset === 0) {
      if (element.id !== ID.EBML) throw webmInvalid("A file must start with an EBML header", 0);
      readHeader(bytes, element);
    } else if (element.id === ID.EBML || (element.id === ID.Segment && segment)) {
      throw webmInvalid("A file must hold one Segment", element.offset);
    } else if (element.id === ID.Segment) {
      segment = element;
    }
  }
  if (segment) return segment;
  throw webmInvalid("A file must hold a Segment", bytes.length);
}

function readHeader(bytes: Uint8Array, header: ElementRead): void {
  let docType = "";
  for (const child of childrenOf(bytes, header)) {
    if (child.id === ID.DocType) docType = readText(bytes, child);
    if (child.id === ID.EBMLReadVersion) atMost(bytes, child, "EBMLReadVersion", 1);
    if (child.id === ID.EBMLMaxIDLength) atMost(bytes, child, "EBMLMaxIDLength", 4);
    if (child.id === ID.EBMLMaxSizeLength) atMost(bytes, child, "EBMLMaxSizeLength", 8);
    if (child.id === ID.DocTypeReadVersion) atMost(bytes, child, "DocTypeReadVersion", 4);
  }
  if (docType !== "webm") {
    throw webmInvalid(`A file's DocType must be webm, got ${quote(docType)}`, header.offset);
  }
}

function atMost(bytes: Uint8Array, element: ElementRead, name: string, max: number): void {
  const value = readUint(bytes, element);
  if (value > max)
    throw webmInvalid(`${name} must be at most ${max}, got ${value}`, element.offset);
}

/** @returns where the next element starts */
function readSegmentChild(bytes: Uint8Array, element: ElementRead, progress: Progress): number {
  switch (element.id) {
    case ID.Info:
      if (progress.durationMs !== undefined)
        throw webmInvalid("Info must stand once", element.offset);
      progress.durationMs = readInfo(bytes, element);
      break;
    case ID.Tracks:
      if (progress.track) throw webmInvalid("Tracks must stand once", element.offset);
      progress.track = readTracks(bytes, element);
      break;
    case ID.Tags:
      progress.tags = bytes.subarray(element.offset, element.endOffset);
      break;
    case ID.EBML:
    case ID.Segment:
      throw webmInvalid("A file must hold one Segment", element.offset);
  }
  return element.endOffset;
}

function readInfo(bytes: Uint8Array, info: ElementRead): number {
  let scale = NANOS_PER_MS;
  let durationMs: number | undefined;
  for (const child of childrenOf(bytes, info)) {
    if (child.id === ID.TimestampScale) scale = readUint(bytes, child);
    if (child.id === ID.Duration) durationMs = readFloat(bytes, child);
  }
  if (scale !== NANOS_PER_MS) {
    throw webmInvalid(`Timestamps must count ${NANOS_PER_MS} ns, got ${scale}`, info.offset);
  }
  if (durationMs === undefined) throw webmInvalid("Info must hold a Duration", info.offset);
  return durationMs;
}

/** @returns where the next element starts */
function readCluster(bytes: Uint8Array, cluster: ElementRead, progress: Progress): number {
  const { track } = progress;
  if (!track) throw webmInvalid("Tracks must stand before the first Cluster", cluster.offset);
  let timestampMs: number | undefined;
  let offset = cluster.dataOffset;
  while (offset < cluster.endOffset) {
    const element = readElement(bytes, offset, cluster.endOffset);
    if (ENDS_CLUSTER.has(element.id)) {
      if (!cluster.hasKnownSize) return offset;
      throw webmInvalid("A Cluster must hold blocks only", element.offset);
    }
    if (element.id === ID.Timestamp) timestampMs = readUint(bytes, element);
    if (element.id === ID.SimpleBlock) addPacket(bytes, element, timestampMs, track, progress);
    if (element.id === ID.BlockGroup) addBlockGroup(bytes, element, timestampMs, track, progress);
    offset = element.endOffset;
  }
  return offset;
}

function addBlockGroup(
  bytes: Uint8Array,
  group: ElementRead,
  timestampMs: number | undefined,
  track: TrackRead,
  progress: Progress,
): void {
  let blockCount = 0;
  let discardNanos = 0;
  for (const child of childrenOf(bytes, group)) {
    if (child.id === ID.DiscardPadding) discardNanos = readInt(bytes, child);
    if (child.id === ID.Block) {
      blockCount++;
      addPacket(bytes, child, timestampMs, track, progress);
    }
  }
  if (blockCount !== 1) {
    throw webmInvalid(`A BlockGroup must hold one Block, got ${blockCount}`, group.offset);
  }
  const discardSamples = samplesOfNanos(discardNanos);
  if (discardSamples < 0 || discardSamples >= PACKET_SAMPLES) {
    throw webmInvalid(
      `DiscardPadding must be from 0 to ${PACKET_SAMPLES - 1} samples, got ${discardSamples}`,
      group.offset,
    );
  }
  progress.discardSamples = discardSamples;
}

function addPacket(
  bytes: Uint8Array,
  block: ElementRead,
  timestampMs: number | undefined,
  track: TrackRead,
  { packets, discardSamples }: Progress,
): void {
  if (timestampMs === undefined) {
    throw webmInvalid("A Cluster's Timestamp must stand before its blocks", block.offset);
  }
  if (discardSamples > 0) {
    throw webmInvalid("Only the last block may have a DiscardPadding", block.offset);
  }
  const { relativeMs, packet } = readBlock(bytes, block, track.number);
  const samples = opusPacketSamples(packet);
  if (samples !== PACKET_SAMPLES) {
    throw webmInvalid(
      `A packet must hold ${PACKET_SAMPLES} samples (20 ms), got ${quote(samples)}`,
      block.offset,
    );
  }
  const expectedMs = packets.length * PACKET_MS;
  if (timestampMs + relativeMs !== expectedMs) {
    throw webmInvalid(
      `Packet ${packets.length} must start at ${expectedMs} ms, got ${timestampMs + relativeMs}`,
      block.offset,
    );
  }
  packets.push(packet);
}

function conclude(progress: Progress, { offset }: ElementRead): PacketsRead {
  const { track, durationMs, packets, discardSamples, tags } = progress;
  if (!track) throw webmInvalid("A Segment must hold Tracks", offset);
  if (durationMs === undefined) throw webmInvalid("A Segment must hold an Info", offset);
  const { channelCount, skipSamples } = track;
  const sampleCount = packets.length * PACKET_SAMPLES - skipSamples - discardSamples;
  if (sampleCount < 1) {
    throw webmInvalid(
      `A file must hold a sample after its skip of ${skipSamples} and discard of ${discardSamples}, got ${packets.length} packets`,
      offset,
    );
  }
  // Written so that NaN is refused too.
  if (!(Math.abs(durationMs - sampleCount / SAMPLES_PER_MS) <= DURATION_TOLERANCE_MS)) {
    throw webmInvalid(
      `The Duration must be that of ${sampleCount} samples, ${sampleCount / SAMPLES_PER_MS} ms, got ${durationMs}`,
      offset,
    );
  }
  const peaks = readPeaksTag(tags, sampleCount);
  return { packets, channelCount, skipSamples, discardSamples, sampleCount, durationMs, peaks };
}
