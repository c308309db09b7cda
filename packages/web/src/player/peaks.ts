// The loudness of a recording: ten peaks a second, one byte each.
export const PEAKS_PER_SECOND = 10;

/** Of each 100 ms, from 0 (−54 dB and less) to 255 (0 dB): the scale of the live wave. */
export type Peaks = Uint8Array<ArrayBuffer>;
