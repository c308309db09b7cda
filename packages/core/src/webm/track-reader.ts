// Reads the Tracks element of an untrusted file: it must declare one Opus track like those that we write, and
// no element that would give its packets another meaning.
// @see RFC 9559 §5.1.4
import { SAMPLE_RATE_HZ } from "../limits.ts";
import { quote } from "../quote.ts";
import { childrenOf, readFloat, readText, readUint, type ElementRead } from "./ebml-read.ts";
import * as ID from "./elements.ts";
import type { OpusHead } from "./opus-head.ts";
import { readOpusHead } from "./opus-head-reader.ts";
import { samplesOfNanos } from "./nanos-reader.ts";
import { SAMPLES_PER_MS } from "./sample-time.ts";
import { webmInvalid } from "./webm-invalid.ts";

export interface TrackRead {
  /** The number by which blocks name their track. */
  readonly number: number;
  readonly channelCount: 1 | 2;
  readonly skipSamples: number;
}

const AUDIO_TRACK = 2;

export function readTracks(bytes: Uint8Array, tracks: ElementRead): TrackRead {
  const entries = [...childrenOf(bytes, tracks)].filter(({ id }) => id === ID.TrackEntry);
  const [entry] = entries;
  if (entry === undefined || entries.length > 1) {
    throw webmInvalid(`A file must have one track, got ${entries.length}`, tracks.offset);
  }
  return readTrackEntry(bytes, entry);
}

function readTrackEntry(bytes: Uint8Array, entry: ElementRead): TrackRead {
  let number = 0;
  let type = 0;
  let codec = "";
  let head: OpusHead | string = "A track must have an OpusHead as its CodecPrivate";
  let delayNanos = 0;
  // Both have these values when a file leaves them out.
  let audio: AudioRead = { samplingFrequencyHz: 8000, channelCount: 1 };
  for (const child of childrenOf(bytes, entry)) {
    switch (child.id) {
      case ID.TrackNumber:
        number = readUint(bytes, child);
        break;
      case ID.TrackType:
        type = readUint(bytes, child);
        break;
      case ID.CodecID:
        codec = readText(bytes, child);
        break;
      case ID.CodecPrivate:
        head = readOpusHead(bytes.subarray(child.dataOffset, child.endOffset));
        break;
      case ID.CodecDelay:
        delayNanos = readUint(bytes, child);
        break;
      case ID.Audio:
        audio = readAudio(bytes, child, audio);
        break;
      case ID.ContentEncodings:
        // Blocks then hold compressed or encrypted bytes, not packets.
        throw webmInvalid("A track must not have ContentEncodings", child.offset);
    }
  }
  const refuse = (rule: string) => webmInvalid(rule, entry.offset);
  if (type !== AUDIO_TRACK) throw refuse(`A track must be audio (type 2), got type ${type}`);
  if (codec !== "A_OPUS") throw refuse(`A track must be A_OPUS, got ${quote(codec)}`);
  if (number < 1) throw refuse("A track must have a number from 1");
  if (typeof head === "string") throw refuse(head);
  if (audio.samplingFrequencyHz !== SAMPLE_RATE_HZ) {
    throw refuse(`A track must be of ${SAMPLE_RATE_HZ} Hz, got ${audio.samplingFrequencyHz}`);
  }
  if (audio.channelCount !== head.channelCount) {
    throw refuse(
      `A track must have the channels of its OpusHead, got ${audio.channelCount} and ${head.channelCount}`,
    );
  }
  const delaySamples = samplesOfNanos(delayNanos);
  if (delaySamples !== head.preSkipSamples) {
    // Some players read one, some the other: two different values would be wrong in some of them.
    throw refuse(
      `CodecDelay must equal the pre-skip of ${head.preSkipSamples} samples, got ${delaySamples}`,
    );
  }
  if (delaySamples % SAMPLES_PER_MS !== 0) {
    throw refuse(`The skip must be whole milliseconds, got ${delaySamples} samples`);
  }
  return { number, channelCount: head.channelCount, skipSamples: delaySamples };
}

interface AudioRead {
  readonly samplingFrequencyHz: number;
  readonly channelCount: number;
}

function readAudio(bytes: Uint8Array, audio: ElementRead, defaults: AudioRead): AudioRead {
  let { samplingFrequencyHz, channelCount } = defaults;
  for (const child of childrenOf(bytes, audio)) {
    if (child.id === ID.SamplingFrequency) samplingFrequencyHz = readFloat(bytes, child);
    if (child.id === ID.Channels) channelCount = readUint(bytes, child);
  }
  return { samplingFrequencyHz, channelCount };
}
