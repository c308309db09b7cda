// The segments of one recording, one after the other: tells whether a segment begins where the ones before it
// end, and which of its packets are new. It keeps the last packets only, whatever the length of the recording.
import { PACKET_SAMPLES } from "../limits.ts";
import { MAX_PRE_SKIP_SAMPLES } from "./opus-head.ts";
import type { SegmentPackets } from "./segment-packets.ts";

/** The longest pre-roll that a file can declare. */
const MOST_PREROLL_PACKETS = Math.floor(MAX_PRE_SKIP_SAMPLES / PACKET_SAMPLES);

export interface SegmentChain {
  /**
   * @param isAfterHole - the segments before it are missing, so its pre-roll cannot prove the order
   * @returns the rule that the segment breaks as the next one; `undefined` when it follows
   */
  brokenBy(segment: SegmentPackets, isAfterHole: boolean): string | undefined;
  /**
   * Adds a segment that breaks no rule. Its last packets must not change until the next one is added.
   *
   * @returns its packets without the pre-roll; all packets of the first segment
   */
  add(segment: SegmentPackets): readonly Uint8Array[];
  /** All segments as one, without their packets. @throws {RangeError} there is none */
  whole(): Omit<SegmentPackets, "packets"> & { readonly packetCount: number };
}

export function createSegmentChain(): SegmentChain {
  let first: SegmentPackets | undefined;
  let packetCount = 0;
  let discardSamples = 0;
  let ending: readonly Uint8Array[] = [];

  return {
    brokenBy(segment, isAfterHole) {
      if (first === undefined) return undefined;
      if (segment.channelCount !== first.channelCount) {
        return `channels must stay ${first.channelCount}, got ${segment.channelCount}`;
      }
      if (discardSamples > 0) {
        return `only the last segment may discard samples, got ${discardSamples}`;
      }
      return brokenPreroll(isAfterHole ? undefined : ending, packetCount, segment);
    },
    add(segment) {
      const prerollPackets = first ? segment.skipSamples / PACKET_SAMPLES : 0;
      const added = segment.packets.slice(prerollPackets);
      first ??= segment;
      packetCount += added.length;
      discardSamples = segment.discardSamples;
      ending = [...ending, ...added.slice(-MOST_PREROLL_PACKETS)].slice(-MOST_PREROLL_PACKETS);
      return added;
    },
    whole() {
      if (!first) throw new RangeError("a join needs at least one segment");
      const { channelCount, skipSamples } = first;
      return { channelCount, skipSamples, discardSamples, packetCount };
    },
  };
}

/**
 * The pre-roll proves the order: each segment repeats the end of the one before it, so a missing, doubled or
 * misplaced one is refused.
 *
 * @param ending - the last packets before it; `undefined` after a hole
 */
function brokenPreroll(
  ending: readonly Uint8Array[] | undefined,
  packetCount: number,
  { packets, skipSamples }: SegmentPackets,
): string | undefined {
  const count = skipSamples / PACKET_SAMPLES;
  if (!Number.isInteger(count) || count < 1) {
    return `the pre-roll must be whole packets, at least one, got ${skipSamples} samples`;
  }
  if (ending === undefined) return undefined;
  if (count > packetCount) {
    return `the pre-roll must be no longer than what precedes it, got ${count} of ${packetCount} packets`;
  }
  const repeated = ending.slice(-count);
  const differing = repeated.findIndex((packet, i) => !isSame(packet, packets[i]));
  if (differing === -1) return undefined;
  return `the pre-roll must repeat the last ${count} packets before it, but packet ${differing} of it differs`;
}

function isSame(a: Uint8Array, b: Uint8Array | undefined): boolean {
  return a.length === b?.length && a.every((byte, i) => byte === b[i]);
}
