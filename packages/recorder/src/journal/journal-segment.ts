// A journal file as the segment it holds: the same packets give the same bytes, however often and in
// whichever tab they are made. So no tab has to keep a backlog in memory.
import { PACKET_SAMPLES } from "@tapedeck/core/limits";
import { writeSegment } from "@tapedeck/core/webm/segment-writer";
import { decodeJournal } from "./journal-format.ts";

export interface JournaledSegment {
  readonly sequence: number;
  /** Of its sound, pre-roll not counted, in samples at 48 kHz. */
  readonly sampleCount: number;
  /** The complete WebM file. */
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/**
 * @param file - all that is left of it; a torn end costs the packet that was being written
 * @returns `undefined` when it holds no sound
 */
export function segmentOfJournalFile(file: Uint8Array<ArrayBuffer>): JournaledSegment | undefined {
  const { header, packets, end } = decodeJournal(file);
  if (header === undefined) return undefined;
  const heldSamples = (packets.length - header.skipPackets) * PACKET_SAMPLES;
  // A file whose recorder died has no end entry: every packet of it is full of sound, because the
  // encoder gives a packet only once all of it was captured.
  const sampleCount = Math.min(end?.sampleCount ?? heldSamples, heldSamples);
  if (sampleCount <= 0) return undefined;
  const soundPackets = Math.ceil(sampleCount / PACKET_SAMPLES);
  const bytes = writeSegment({
    packets: packets.slice(0, header.skipPackets + soundPackets),
    channelCount: 1,
    skipSamples: header.skipPackets * PACKET_SAMPLES,
    discardSamples: soundPackets * PACKET_SAMPLES - sampleCount,
    peaks: end?.peaks,
  });
  return { sequence: header.sequence, sampleCount, bytes };
}
