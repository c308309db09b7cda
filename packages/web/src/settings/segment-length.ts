// Parses the segment length that a person types.
import { LIMITS } from "@tapedeck/core/limits";

const { min, max } = LIMITS.segmentSeconds;

export type SegmentLength =
  | { readonly kind: "valid"; readonly seconds: number }
  | { readonly kind: "invalid"; readonly sentence: string };

/** Accepts whole seconds from 2 to 60; for all else the sentence names the rule and the value. */
export function parseSegmentLength(text: string): SegmentLength {
  const trimmed = text.trim();
  const seconds = Number(trimmed);
  if (/^\d+$/.test(trimmed) && seconds >= min && seconds <= max) return { kind: "valid", seconds };
  const got = trimmed === "" ? "nothing" : `“${trimmed.slice(0, 20)}”`;
  return {
    kind: "invalid",
    sentence: `A segment lasts a whole number of seconds from ${min} to ${max}, not ${got}.`,
  };
}
