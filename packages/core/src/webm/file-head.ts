// What stands before the clusters of a WebM file, its index excepted.
// @see RFC 8794 §8.1, RFC 9559 §5.1
import { SAMPLE_RATE_HZ } from "../limits.ts";
import { TRACK_NUMBER } from "./cluster-writer.ts";
import { ascii, element, float64, uint, type Pieces } from "./ebml-write.ts";
import * as ID from "./elements.ts";
import { writeOpusHead } from "./opus-head.ts";
import { NANOS_PER_MS, nanosOfSamples, SAMPLES_PER_MS } from "./sample-time.ts";
import type { SegmentPackets } from "./segment-packets.ts";

export type SoundShape = Pick<SegmentPackets, "channelCount" | "skipSamples">;

/** The EBML header. */
export function writeHeader(): Pieces {
  return element(
    ID.EBML,
    element(ID.EBMLVersion, [uint(1)]),
    element(ID.EBMLReadVersion, [uint(1)]),
    element(ID.EBMLMaxIDLength, [uint(4)]),
    element(ID.EBMLMaxSizeLength, [uint(8)]),
    element(ID.DocType, [ascii("webm")]),
    element(ID.DocTypeVersion, [uint(4)]), // CodecDelay, SeekPreRoll and DiscardPadding came in 4
    element(ID.DocTypeReadVersion, [uint(2)]), // SimpleBlock came in 2
  );
}

/** @param sampleCount - samples that a player plays */
export function writeInfo(sampleCount: number): Pieces {
  return element(
    ID.Info,
    element(ID.TimestampScale, [uint(NANOS_PER_MS)]),
    element(ID.Duration, [float64(sampleCount / SAMPLES_PER_MS)]),
    element(ID.MuxingApp, [ascii("tapedeck")]),
    element(ID.WritingApp, [ascii("tapedeck")]),
  );
}

export function writeTracks({ channelCount, skipSamples }: SoundShape): Pieces {
  return element(
    ID.Tracks,
    element(
      ID.TrackEntry,
      element(ID.TrackNumber, [uint(TRACK_NUMBER)]),
      element(ID.TrackUID, [uint(1)]),
      element(ID.TrackType, [uint(2)]), // audio
      element(ID.FlagLacing, [uint(0)]),
      element(ID.Language, [ascii("und")]), // absent would mean English
      element(ID.CodecID, [ascii("A_OPUS")]),
      // The skip is written twice: ffmpeg reads only OpusHead, the specification names CodecDelay.
      element(ID.CodecPrivate, [writeOpusHead({ channelCount, preSkipSamples: skipSamples })]),
      element(ID.CodecDelay, [uint(nanosOfSamples(skipSamples))]),
      element(ID.SeekPreRoll, [uint(80 * NANOS_PER_MS)]),
      element(
        ID.Audio,
        element(ID.SamplingFrequency, [float64(SAMPLE_RATE_HZ)]),
        element(ID.Channels, [uint(channelCount)]),
      ),
    ),
  );
}
