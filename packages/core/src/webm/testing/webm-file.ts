// WebM files for tests, with any one fault in them: the writer makes only right ones.
import { ascii, assemble, element, float64, uint, type Pieces } from "../ebml-write.ts";
import * as ID from "../elements.ts";
import { writeOpusHead } from "../opus-head.ts";
import { makePackets } from "./opus-packets.ts";

/** The children of each master element; given ones replace the right ones. */
export interface WebmFileContent {
  readonly header: Pieces;
  readonly info: Pieces;
  readonly trackEntry: Pieces;
  readonly clusters: Pieces;
  readonly afterSegment: Pieces;
  /** Children of the Segment in order; made of `info`, `trackEntry` and `clusters` unless given. */
  readonly segment: Pieces;
}

export const DOC_TYPE = element(ID.DocType, [ascii("webm")]);
export const NUMBER = element(ID.TrackNumber, [uint(1)]);
export const AUDIO_TYPE = element(ID.TrackType, [uint(2)]);
export const OPUS_CODEC = element(ID.CodecID, [ascii("A_OPUS")]);
export const AUDIO = audio(48_000, 1);
export const OPUS_HEAD = opusHead(0);

export function opusHead(preSkipSamples: number): Pieces {
  return element(ID.CodecPrivate, [writeOpusHead({ channelCount: 1, preSkipSamples })]);
}

export function audio(samplingFrequencyHz: number, channelCount: number): Pieces {
  return element(
    ID.Audio,
    element(ID.SamplingFrequency, [float64(samplingFrequencyHz)]),
    element(ID.Channels, [uint(channelCount)]),
  );
}

export function duration(durationMs: number): Pieces {
  return element(ID.Duration, [float64(durationMs)]);
}

export function timestamp(timestampMs: number): Pieces {
  return element(ID.Timestamp, [uint(timestampMs)]);
}

const [PACKET = new Uint8Array()] = makePackets(1);

/** The content of a block element. */
export function blockContent({
  relativeMs = 0,
  track = 1,
  flags = 0x80,
  packet = PACKET,
} = {}): Pieces {
  return [Uint8Array.of(0x80 | track, relativeMs >> 8, relativeMs & 0xff, flags), packet];
}

export function simpleBlock(options: Parameters<typeof blockContent>[0] = {}): Pieces {
  return element(ID.SimpleBlock, blockContent(options));
}

/** A block in its group, with a discard if one is given. */
export function blockGroup(relativeMs: number, discardPadding?: Uint8Array): Pieces {
  return element(
    ID.BlockGroup,
    element(ID.Block, blockContent({ relativeMs, flags: 0 })),
    discardPadding ? element(ID.DiscardPadding, [discardPadding]) : [],
  );
}

/** The id of a master element and a size of all ones: it ends where its parent does. */
export function unknownSize(id: number, ...content: readonly Pieces[]): Pieces {
  return [uint(id), Uint8Array.of(0xff), ...content.flat()];
}

export const VOID = element(0xec, [new Uint8Array(9)]);
export const INFO = element(ID.Info, duration(60));
export const TRACK = [...NUMBER, ...AUDIO_TYPE, ...OPUS_CODEC, ...OPUS_HEAD, ...AUDIO];
export const TRACKS = element(ID.Tracks, element(ID.TrackEntry, TRACK));
export const BLOCKS = [0, 20, 40].flatMap((relativeMs) => simpleBlock({ relativeMs }));
export const CLUSTER = element(ID.Cluster, timestamp(0), BLOCKS);

/** Unless told otherwise: three packets in one cluster, 60 ms, nothing skipped. */
export function makeWebmFile(content: Partial<WebmFileContent> = {}): Uint8Array<ArrayBuffer> {
  const {
    header = DOC_TYPE,
    info = duration(60),
    trackEntry = TRACK,
    clusters = CLUSTER,
    afterSegment = [],
    segment = [
      ...element(ID.Info, info),
      ...element(ID.Tracks, element(ID.TrackEntry, trackEntry)),
      ...clusters,
    ],
  } = content;
  return assemble([...element(ID.EBML, header), ...element(ID.Segment, segment), ...afterSegment]);
}

/** A file whose Segment holds only these elements. */
export function inSegment(...segment: readonly Pieces[]): Uint8Array<ArrayBuffer> {
  return makeWebmFile({ segment: segment.flat() });
}

/** A file whose track declares only these elements. */
export function withTrack(...trackEntry: readonly Pieces[]): Uint8Array<ArrayBuffer> {
  return makeWebmFile({ trackEntry: trackEntry.flat() });
}

/** A file with one cluster, from 0 ms, that holds only these blocks. */
export function withBlocks(...blocks: readonly Pieces[]): Uint8Array<ArrayBuffer> {
  return makeWebmFile({ clusters: element(ID.Cluster, timestamp(0), ...blocks) });
}

/** Three packets, two of them in groups; the last group discards. */
export function discarding(
  discardPadding: Uint8Array,
  durationMs: number,
): Uint8Array<ArrayBuffer> {
  return makeWebmFile({
    info: duration(durationMs),
    clusters: element(
      ID.Cluster,
      timestamp(0),
      simpleBlock(),
      blockGroup(20),
      blockGroup(40, discardPadding),
    ),
  });
}
