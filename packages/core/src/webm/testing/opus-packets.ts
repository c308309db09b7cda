// Opus packets for tests: their first bytes say 20 ms in every way that the format has, the rest is noise.
// No test decodes them; tests of sound use real encoders.
import { ascii } from "../ebml-write.ts";

/** First bytes of packets of 960 samples: one frame, two of 10 ms, and counted frames down to 2.5 ms. */
const HEADS_OF_20_MS: readonly (readonly number[])[] = [
  [9 << 3], // SILK wide band, one frame
  [15 << 3], // hybrid full band, one frame
  [31 << 3], // CELT full band, one frame: what browsers make
  [(31 << 3) | 4], // the same in stereo
  [(30 << 3) | 1], // two equal frames of 10 ms
  [(8 << 3) | 2], // two frames of 10 ms, of different sizes
  [(31 << 3) | 3, 1],
  [(29 << 3) | 3, 4],
  [(28 << 3) | 3, 8],
];

const MAX_NOISE_BYTES = 40;

/** The same packets for the same seed; most differ from each other. */
export function makePackets(count: number, seed = 1): Uint8Array[] {
  const next = noise(seed);
  return Array.from({ length: count }, () => {
    const head = HEADS_OF_20_MS[next() % HEADS_OF_20_MS.length] ?? [];
    return Uint8Array.from([...head, ...Array.from({ length: next() % MAX_NOISE_BYTES }, next)]);
  });
}

/** A packet that names itself, for tests that look for it. */
export function namedPacket(name: string): Uint8Array {
  return Uint8Array.from([31 << 3, ...ascii(name)]);
}

/** Bytes from a linear congruential generator. @see Numerical Recipes §7.1 */
function noise(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state >>> 24;
  };
}
