// Joins segment files to the one recording that they were cut from, packet for packet. No packet is decoded,
// so no sound is lost. The manifest says which files belong together.
import { AppError } from "../errors.ts";
import { PACKET_SAMPLES } from "../limits.ts";
import type { SegmentPackets } from "./segment-packets.ts";
import { readSegment } from "./segment-reader.ts";
import { writeSegment } from "./segment-writer.ts";

/**
 * The packets of all files, each once: those of the first file with its pre-roll, those of the others
 * without theirs.
 *
 * The pre-roll proves the order: each file repeats the end of the one before it, so a missing, doubled or
 * misplaced file is refused.
 *
 * @param segments - segment files in order, at least one
 * @throws {AppError} WEBM_INVALID – a file cannot be read, or does not follow the one before it
 */
export function joinPackets(segments: readonly Uint8Array[]): SegmentPackets {
  const packets: Uint8Array[] = [];
  let first: SegmentPackets | undefined;
  let discardSamples = 0;
  segments.forEach((bytes, index) => {
    const segment = readNumbered(bytes, index);
    if (first) {
      const { channelCount } = first;
      const rule = brokenBoundary({ channelCount, discardSamples, packets }, segment);
      if (rule !== undefined) throw boundaryInvalid(index, rule);
    }
    const prerollPackets = first ? segment.skipSamples / PACKET_SAMPLES : 0;
    for (const packet of segment.packets.slice(prerollPackets)) packets.push(packet);
    first ??= segment;
    discardSamples = segment.discardSamples;
  });
  if (!first) throw new RangeError("a join needs at least one segment");
  const { channelCount, skipSamples } = first;
  return { packets, channelCount, skipSamples, discardSamples };
}

/**
 * The whole recording as one playable, seekable file.
 *
 * @param segments - segment files in order, at least one
 * @throws {AppError} WEBM_INVALID – as {@link joinPackets}
 */
export function joinSegments(segments: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  return writeSegment(joinPackets(segments));
}

/**
 * Whether two segment files can be joined: the second begins where the first ends. After a power cut
 * a segment may lack its end although the next one is there.
 *
 * @throws {AppError} WEBM_INVALID – a file cannot be read
 */
export function follows(before: Uint8Array, next: Uint8Array): boolean {
  return brokenBoundary(readSegment(before), readSegment(next)) === undefined;
}

/** @returns the rule that the segment breaks as a successor; `undefined` when it follows */
function brokenBoundary(
  before: Pick<SegmentPackets, "channelCount" | "discardSamples" | "packets">,
  segment: SegmentPackets,
): string | undefined {
  if (segment.channelCount !== before.channelCount) {
    return `channels must stay ${before.channelCount}, got ${segment.channelCount}`;
  }
  if (before.discardSamples > 0) {
    return `only the last segment may discard samples, got ${before.discardSamples}`;
  }
  return brokenPreroll(before.packets, segment);
}

function brokenPreroll(
  before: readonly Uint8Array[],
  { packets, skipSamples }: SegmentPackets,
): string | undefined {
  const count = skipSamples / PACKET_SAMPLES;
  if (!Number.isInteger(count) || count < 1) {
    return `the pre-roll must be whole packets, at least one, got ${skipSamples} samples`;
  }
  if (count > before.length) {
    return `the pre-roll must be no longer than what precedes it, got ${count} of ${before.length} packets`;
  }
  const ending = before.slice(before.length - count);
  const differing = ending.findIndex((packet, i) => !isSame(packet, packets[i]));
  if (differing === -1) return undefined;
  return `the pre-roll must repeat the last ${count} packets before it, but packet ${differing} of it differs`;
}

function isSame(a: Uint8Array, b: Uint8Array | undefined): boolean {
  return a.length === b?.length && a.every((byte, i) => byte === b[i]);
}

function readNumbered(bytes: Uint8Array, index: number): SegmentPackets {
  try {
    return readSegment(bytes);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    throw new AppError("WEBM_INVALID", `Segment ${index} of the join: ${error.message}`, {
      details: { ...error.details, segment: index },
      cause: error,
    });
  }
}

function boundaryInvalid(index: number, rule: string): AppError {
  return new AppError("WEBM_INVALID", `Between segments ${index - 1} and ${index}: ${rule}.`, {
    details: { segment: index },
  });
}
