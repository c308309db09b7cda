// How the library names days, their parts, and the moment at which a recording began.
import { dateFormat, formatNumber } from "../text/intl.ts";
import { formatTimeOfDay } from "./format-facts.ts";
import { noonOf, relativeDay } from "../text/local-day.ts";
import { libraryWords } from "#words/library";

const { dayParts, row } = libraryWords;
const fullDate = dateFormat({ day: "numeric", month: "long", year: "numeric" });

/** Looked up, because a list of 10,000 recordings asks for each: to format one takes as long as all else of a row. */
let names: { readonly weekdays: readonly string[]; readonly months: readonly string[] } | undefined;
function dateNames() {
  const weekday = dateFormat({ weekday: "long" });
  const month = dateFormat({ month: "long" });
  return (names ??= {
    // The first is a Sunday, as Date counts.
    weekdays: Array.from({ length: 7 }, (_, day) => weekday(new Date(2026, 10, 1 + day, 12))),
    months: Array.from({ length: 12 }, (_, index) => month(new Date(2026, index, 1, 12))),
  });
}
const weekdayOf = (date: Date) => dateNames().weekdays[date.getDay()] ?? "";
const monthOf = (date: Date) => dateNames().months[date.getMonth()] ?? "";

/** `Wednesday night`: how a recording is called until a person names it. */
export function dayPartName(epochMs: number): string {
  const date = new Date(epochMs);
  return dayParts[partOf(date.getHours())](weekdayOf(date));
}

function partOf(hour: number): keyof typeof dayParts {
  if (hour < 5 || hour >= 21) return "night";
  if (hour < 12) return "morning";
  return hour < 17 ? "afternoon" : "evening";
}

/** `25 November 2026, 21:50:07`: two recordings of a person never begin in the same second. */
export function spokenStart(epochMs: number): string {
  return row.start(fullDate(epochMs), formatTimeOfDay(epochMs));
}

/** Every word by which a person may look for a day. */
export function dayWords(day: string, nowMs: number): readonly string[] {
  const date = noonOf(day);
  return [
    weekdayOf(date),
    String(date.getDate()),
    formatNumber(date.getDate()),
    monthOf(date),
    day.slice(0, 4),
    day,
    relativeDay(day, nowMs) ?? "",
  ];
}
