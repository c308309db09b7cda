// Untrusted bytes to EBML elements and values. Every read is bounded by its parent, every step goes forward,
// and no size that a file claims is allocated. segment-reader.ts knows the meaning of the elements.
// @see RFC 8794
import * as ID from "./elements.ts";
import { webmInvalid } from "./webm-invalid.ts";

/** The place of some content: from `dataOffset`, inclusive, to `endOffset`, exclusive. */
export interface Span {
  readonly dataOffset: number;
  readonly endOffset: number;
}

export interface ElementRead extends Span {
  readonly id: number;
  /** Position of the first byte of the id. */
  readonly offset: number;
  /** A live stream is written before its size is known: then `endOffset` is the parent's. */
  readonly hasKnownSize: boolean;
}

const MAX_ID_BYTES = 4;
const MAX_SIZE_BYTES = 8;

/** Longest text that is compared or shown: codec names and document types are shorter. */
const MAX_TEXT_BYTES = 32;

/** The element whose id starts at `offset`, and which must end by `limit`. */
export function readElement(bytes: Uint8Array, offset: number, limit: number): ElementRead {
  const idBytes = vintWidth(bytes, offset, limit, MAX_ID_BYTES);
  const id = bigEndian(bytes, offset, idBytes);
  const sizeOffset = offset + idBytes;
  const sizeBytes = vintWidth(bytes, sizeOffset, limit, MAX_SIZE_BYTES);
  // The first bit that is set marks the length; the bits behind it are the value.
  const marker = 2 ** (7 * sizeBytes);
  const size = bigEndian(bytes, sizeOffset, sizeBytes) - marker;
  const dataOffset = sizeOffset + sizeBytes;
  // Sizes above 2^53 are rounded. All ones, and the few values that round to it, mean "unknown";
  // the others are larger than any file.
  if (size === marker - 1) {
    if (id !== ID.Segment && id !== ID.Cluster) {
      throw webmInvalid("Only a Segment or Cluster may leave its size unknown", offset);
    }
    return { id, offset, dataOffset, endOffset: limit, hasKnownSize: false };
  }
  const endOffset = dataOffset + size;
  if (endOffset > limit) {
    throw webmInvalid(
      `An element must end within its parent: ${limit - dataOffset} bytes are left, it claims ${size}`,
      offset,
    );
  }
  return { id, offset, dataOffset, endOffset, hasKnownSize: true };
}

/** The elements directly inside a span, in order. */
export function* childrenOf(bytes: Uint8Array, parent: Span): Generator<ElementRead> {
  let offset = parent.dataOffset;
  while (offset < parent.endOffset) {
    const element = readElement(bytes, offset, parent.endOffset);
    yield element;
    offset = element.endOffset;
  }
}

/** An unsigned integer up to 2^53 - 1; no bytes mean 0. */
export function readUint(bytes: Uint8Array, element: ElementRead): number {
  const value = bigEndian(bytes, element.dataOffset, integerWidth(element));
  if (Number.isSafeInteger(value)) return value;
  throw webmInvalid(`An integer must be below 2^53, got ${value}`, element.offset);
}

/** A signed integer within ±2^53; no bytes mean 0. */
export function readInt(bytes: Uint8Array, element: ElementRead): number {
  const width = integerWidth(element);
  const unsigned = bigEndian(bytes, element.dataOffset, width);
  const isNegative = width > 0 && (bytes[element.dataOffset] ?? 0) >= 0x80;
  const value = isNegative ? unsigned - 256 ** width : unsigned;
  if (Number.isSafeInteger(value)) return value;
  throw webmInvalid(`An integer must be within ±2^53, got ${value}`, element.offset);
}

/** A float of 4 or 8 bytes; no bytes mean 0. It may be infinite or NaN. */
export function readFloat(bytes: Uint8Array, element: ElementRead): number {
  const { dataOffset, endOffset } = element;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  switch (endOffset - dataOffset) {
    case 0:
      return 0;
    case 4:
      return view.getFloat32(dataOffset);
    case 8:
      return view.getFloat64(dataOffset);
    default:
      throw webmInvalid(
        `A float must have 0, 4 or 8 bytes, got ${endOffset - dataOffset}`,
        element.offset,
      );
  }
}

/** Text without its trailing NULs; at most its first 32 bytes. */
export function readText(bytes: Uint8Array, { dataOffset, endOffset }: Span): string {
  const text = bytes.subarray(dataOffset, Math.min(endOffset, dataOffset + MAX_TEXT_BYTES));
  return String.fromCharCode(...text).replace(/\0+$/, "");
}

/** Bytes of the variable-size integer at `offset`, all of them within `limit`. */
export function vintWidth(
  bytes: Uint8Array,
  offset: number,
  limit: number,
  maxBytes: number,
): number {
  if (offset >= limit) throw webmInvalid("An element must not end within its header", offset);
  const width = Math.clz32(bytes[offset] ?? 0) - 23;
  if (width > maxBytes) {
    throw webmInvalid(`A field of variable size must have at most ${maxBytes} bytes`, offset);
  }
  if (offset + width > limit) {
    throw webmInvalid("An element must not end within its header", offset);
  }
  return width;
}

/** Exact up to 2^53, rounded above. */
export function bigEndian(bytes: Uint8Array, offset: number, width: number): number {
  let value = 0;
  for (let i = offset; i < offset + width; i++) value = value * 256 + (bytes[i] ?? 0);
  return value;
}

function integerWidth({ offset, dataOffset, endOffset }: ElementRead): number {
  const width = endOffset - dataOffset;
  if (width <= 8) return width;
  throw webmInvalid(`An integer must have at most 8 bytes, got ${width}`, offset);
}
