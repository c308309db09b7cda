// The content of a segment file: the writer takes it, the reader gives it.

export interface SegmentPackets {
  /** Opus packets of 20 ms each, pre-roll first; at least one. The reader gives views into the file. */
  readonly packets: readonly Uint8Array[];
  readonly channelCount: 1 | 2;
  /**
   * Samples at 48 kHz that a player drops at the start: the pre-roll. Whole milliseconds, because Chrome
   * loses up to 1 ms of the sound when they are not (measured: 24 samples for a skip of 6.5 ms).
   */
  readonly skipSamples: number;
  /** Samples that a player drops at the end: less than a packet, and 0 except in a recording's last segment. */
  readonly discardSamples: number;
  /** One for each 100 ms that a player plays. Unknown of what no recorder closed: a crash cut it off. */
  readonly peaks?: ArrayLike<number> | undefined;
}
