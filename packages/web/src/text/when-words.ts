// A time as people name it in a sentence.
import { clockTime, dayOf, shortDay } from "./local-day.ts";

/** `Yesterday’s 11:26`; of an earlier day `Sun 22 Nov, 11:26`. */
export function whenWords(epochMs: number, nowMs: number): string {
  const day = shortDay(dayOf(epochMs), nowMs);
  const isNear = day === "Today" || day === "Yesterday";
  return `${day}${isNear ? "’s" : ","} ${clockTime(epochMs)}`;
}
