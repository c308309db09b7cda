// Local days and times, in the language of the page.
import { dateFormat } from "./intl.ts";
import { deckWords } from "#words/deck";

const { days } = deckWords;
const DAY = { day: "numeric", month: "long", weekday: "long" } as const;
const SHORT_DAY = { day: "numeric", month: "short", weekday: "short" } as const;
const TIME = { hour: "numeric", minute: "2-digit" } as const;
const longDay = dateFormat(DAY);
const longDayOfYear = dateFormat({ ...DAY, year: "numeric" });
const briefDay = dateFormat(SHORT_DAY);
const briefDayOfYear = dateFormat({ ...SHORT_DAY, year: "numeric" });

/** `9:12` */
export const clockTime = dateFormat(TIME);

/** `2026-11-25`, by this device's time zone. */
export function dayOf(epochMs: number): string {
  const date = new Date(epochMs);
  const two = (n: number) => String(n).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** Noon of a day that {@link dayOf} gave: no clock change moves it to another day. */
export function noonOf(day: string): Date {
  return new Date(`${day}T12:00:00`);
}

const yesterdayOf = (nowMs: number) => {
  const noon = noonOf(dayOf(nowMs));
  noon.setDate(noon.getDate() - 1);
  return dayOf(noon.getTime());
};

/** How near a day is; `year` is a day of another year. */
function nearness(day: string, nowMs: number): "today" | "yesterday" | "this-year" | "year" {
  const today = dayOf(nowMs);
  if (day === today) return "today";
  if (day === yesterdayOf(nowMs)) return "yesterday";
  return day.slice(0, 4) === today.slice(0, 4) ? "this-year" : "year";
}

/** `Today`, `Yesterday`; nothing for an earlier day. */
export function relativeDay(day: string, nowMs: number): string | undefined {
  const near = nearness(day, nowMs);
  return near === "today" || near === "yesterday" ? days[near] : undefined;
}

/** `Today`, `Yesterday`, `Monday 23 November`; with the year if it is another one. */
export function dayHeading(day: string, nowMs: number): string {
  const near = nearness(day, nowMs);
  if (near === "today" || near === "yesterday") return days[near];
  return (near === "year" ? longDayOfYear : longDay)(noonOf(day));
}

/** `Sun 22 Nov`, `Today`; with the year if it is another one. */
export function shortDay(day: string, nowMs: number): string {
  const near = nearness(day, nowMs);
  if (near === "today" || near === "yesterday") return days[near];
  return (near === "year" ? briefDayOfYear : briefDay)(noonOf(day));
}

/** A time as people name it in a sentence: `Yesterday’s 11:26`; of an earlier day `Sun 22 Nov, 11:26`. */
export function whenWords(epochMs: number, nowMs: number): string {
  const day = dayOf(epochMs);
  const time = clockTime(epochMs);
  switch (nearness(day, nowMs)) {
    case "today":
      return days.todayAt(time);
    case "yesterday":
      return days.yesterdayAt(time);
    default:
      return days.dayAt(shortDay(day, nowMs), time);
  }
}
