// Reads from an Opus packet's first bytes how much sound it holds, without decoding it.

/** Frame lengths in samples at 48 kHz by configuration number. @see RFC 6716 §3.1, table 2 */
const SILK = [480, 960, 1920, 2880];
const HYBRID = [480, 960];
const CELT = [120, 240, 480, 960];

/**
 * Samples at 48 kHz, or `undefined` when the packet breaks the format: no bytes (rule R1) or no
 * frame count where one belongs (R6).
 *
 * @see RFC 6716 §3.1 and §3.2
 */
export function opusPacketSamples(packet: Uint8Array): number | undefined {
  const [toc, frameCountByte] = packet;
  if (toc === undefined) return undefined;
  const config = toc >> 3;
  const lengths = config < 12 ? SILK : config < 16 ? HYBRID : CELT;
  const frameSamples = lengths[config % lengths.length] ?? 0;
  const frameCounts = [1, 2, 2, frameCountByte === undefined ? undefined : frameCountByte & 63];
  const frameCount = frameCounts[toc & 3];
  return frameCount === undefined ? undefined : frameCount * frameSamples;
}
