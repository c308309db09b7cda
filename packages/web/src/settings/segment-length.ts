// Parses the segment length that a person types.
import { LIMITS } from "@tapedeck/core/limits";

const { min, max } = LIMITS.segmentSeconds;

export type SegmentLength =
  | { readonly kind: "valid"; readonly seconds: number }
  | { readonly kind: "invalid"; readonly typed: string };

/** Accepts whole seconds from 2 to 60. */
export function parseSegmentLength(text: string): SegmentLength {
  const trimmed = text.trim();
  const seconds = Number(trimmed);
  if (/^\d+$/.test(trimmed) && seconds >= min && seconds <= max) return { kind: "valid", seconds };
  return { kind: "invalid", typed: trimmed };
}
