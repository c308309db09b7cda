import { describe, expect, test } from "vitest";
import { ascii, element, uint } from "./ebml-write.ts";
import * as ID from "./elements.ts";
import { readSegment } from "./segment-reader.ts";
import {
  AUDIO,
  AUDIO_TYPE,
  CLUSTER,
  INFO,
  NUMBER,
  OPUS_CODEC,
  OPUS_HEAD,
  TRACK,
  TRACKS,
  audio,
  inSegment,
  opusHead,
  withTrack,
} from "./testing/webm-file.ts";

describe("a track is refused with the rule it breaks", () => {
  test.each([
    ["no Tracks", inSegment(INFO), "A Segment must hold Tracks"],
    [
      "Tracks behind the clusters",
      inSegment(INFO, CLUSTER, TRACKS),
      "Tracks must stand before the first Cluster",
    ],
    ["Tracks twice", inSegment(INFO, TRACKS, TRACKS, CLUSTER), "Tracks must stand once"],
    ["no track", inSegment(INFO, element(ID.Tracks), CLUSTER), "A file must have one track, got 0"],
    [
      "two tracks",
      inSegment(
        INFO,
        element(ID.Tracks, element(ID.TrackEntry, TRACK), element(ID.TrackEntry, TRACK)),
        CLUSTER,
      ),
      "A file must have one track, got 2",
    ],
    [
      "video",
      withTrack(NUMBER, element(ID.TrackType, [uint(1)]), OPUS_CODEC, OPUS_HEAD, AUDIO),
      "A track must be audio (type 2), got type 1",
    ],
    [
      "Vorbis",
      withTrack(NUMBER, AUDIO_TYPE, element(ID.CodecID, [ascii("A_VORBIS")]), OPUS_HEAD, AUDIO),
      'A track must be A_OPUS, got "A_VORBIS"',
    ],
    [
      "no track number",
      withTrack(AUDIO_TYPE, OPUS_CODEC, OPUS_HEAD, AUDIO),
      "A track must have a number from 1",
    ],
    [
      "no OpusHead",
      withTrack(NUMBER, AUDIO_TYPE, OPUS_CODEC, AUDIO),
      "A track must have an OpusHead as its CodecPrivate",
    ],
    [
      "a broken OpusHead",
      withTrack(
        NUMBER,
        AUDIO_TYPE,
        OPUS_CODEC,
        element(ID.CodecPrivate, [ascii("OpusTail")]),
        AUDIO,
      ),
      "CodecPrivate must be an OpusHead of 19 bytes",
    ],
    [
      "44.1 kHz",
      withTrack(NUMBER, AUDIO_TYPE, OPUS_CODEC, OPUS_HEAD, audio(44_100, 1)),
      "A track must be of 48000 Hz, got 44100",
    ],
    [
      "no sampling frequency, which means 8 kHz",
      withTrack(NUMBER, AUDIO_TYPE, OPUS_CODEC, OPUS_HEAD),
      "A track must be of 48000 Hz, got 8000",
    ],
    [
      "channels at odds",
      withTrack(NUMBER, AUDIO_TYPE, OPUS_CODEC, OPUS_HEAD, audio(48_000, 2)),
      "channels of its OpusHead, got 2 and 1",
    ],
    [
      "a pre-skip without CodecDelay",
      withTrack(NUMBER, AUDIO_TYPE, OPUS_CODEC, opusHead(960), AUDIO),
      "CodecDelay must equal the pre-skip of 960 samples, got 0",
    ],
    [
      "a CodecDelay without pre-skip",
      withTrack(TRACK, element(ID.CodecDelay, [uint(20_000_000)])),
      "CodecDelay must equal the pre-skip of 0 samples, got 960",
    ],
    [
      "a skip of 6.5 ms",
      withTrack(
        NUMBER,
        AUDIO_TYPE,
        OPUS_CODEC,
        opusHead(312),
        element(ID.CodecDelay, [uint(6_500_000)]),
        AUDIO,
      ),
      "The skip must be whole milliseconds, got 312 samples",
    ],
    [
      "compressed blocks",
      withTrack(TRACK, element(ID.ContentEncodings)),
      "A track must not have ContentEncodings",
    ],
  ])("%s", (_what, bytes, message) => {
    expect(() => readSegment(bytes)).toThrow(message);
    expect(() => readSegment(bytes)).toThrow(expect.objectContaining({ code: "WEBM_INVALID" }));
  });
});
