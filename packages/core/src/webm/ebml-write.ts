// Trusted values to EBML bytes. segment-writer.ts knows the meaning of the elements.
// @see RFC 8794

/** Bytes in order, not yet copied together: nesting elements then copies each packet once. */
export type Pieces = readonly Uint8Array[];

/** One element: its id, the size of its content in the fewest bytes, its content. */
export function element(id: number, ...content: readonly Pieces[]): Pieces {
  const pieces = content.flat();
  return [uint(id), vint(sizeOf(pieces)), ...pieces];
}

export function sizeOf(pieces: Pieces): number {
  let sizeBytes = 0;
  for (const piece of pieces) sizeBytes += piece.length;
  return sizeBytes;
}

export function assemble(pieces: Pieces): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(sizeOf(pieces));
  let offset = 0;
  for (const piece of pieces) {
    bytes.set(piece, offset);
    offset += piece.length;
  }
  return bytes;
}

/** A variable-size integer, from 0 to 2^53 - 1, in the fewest bytes. @see RFC 8794 §4 */
export function vint(value: number): Uint8Array {
  let width = 1;
  // All ones are reserved for "unknown size", hence one value fewer per width.
  while (value >= 2 ** (7 * width) - 1) width++;
  const bytes = uint(value, width);
  // The first bit set says how many bytes there are; the value leaves it free.
  bytes[0] = (bytes[0] ?? 0) | (0x80 >> (width - 1));
  return bytes;
}

/**
 * Big-endian and unsigned, from 0 to 2^53 - 1. Element ids are written so too: they carry their own
 * length marker.
 *
 * @param width - bytes to fill; the fewest that hold the value (at least 1) unless given
 */
export function uint(value: number, width = byteWidth(value)): Uint8Array {
  const bytes = new Uint8Array(width);
  let rest = value;
  for (let i = width - 1; i >= 0; i--) {
    bytes[i] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  return bytes;
}

/** Big-endian two's complement in the fewest bytes, from -2^46 to 2^46. */
export function int(value: number): Uint8Array {
  let width = 1;
  while (value < -(2 ** (8 * width - 1)) || value >= 2 ** (8 * width - 1)) width++;
  return uint(value < 0 ? value + 2 ** (8 * width) : value, width);
}

export function float64(value: number): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setFloat64(0, value);
  return bytes;
}

export function ascii(text: string): Uint8Array {
  return Uint8Array.from(text, (char) => char.charCodeAt(0));
}

function byteWidth(value: number): number {
  let width = 1;
  while (value >= 256 ** width) width++;
  return width;
}
