// Local days and parts of a day, in the language of the page.

/** The page's words are English, so its dates are too, whatever the browser's language is. */
const LANGUAGE = "en-GB";

const format = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(LANGUAGE, options);
/** Looked up, because a list of 10,000 recordings asks for each: a format takes as long as all else of a row. */
const WEEKDAYS = Array.from({ length: 7 }, (_, day) =>
  // A Sunday, as Date counts.
  format({ weekday: "long" }).format(new Date(2026, 10, 1 + day, 12)),
);
const MONTHS = Array.from({ length: 12 }, (_, month) =>
  format({ month: "long" }).format(new Date(2026, month, 1, 12)),
);
const weekdayOf = (date: Date) => WEEKDAYS[date.getDay()] ?? "";
const monthOf = (date: Date) => MONTHS[date.getMonth()] ?? "";
const fullDate = format({ day: "numeric", month: "long", year: "numeric" });

/** `2026-11-25`, by this device's time zone. */
export function dayOf(epochMs: number): string {
  const date = new Date(epochMs);
  const two = (n: number) => String(n).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** Noon of a day that {@link dayOf} gave: no clock change moves it to another day. */
function noonOf(day: string): Date {
  return new Date(`${day}T12:00:00`);
}

const yesterdayOf = (nowMs: number) => {
  const noon = noonOf(dayOf(nowMs));
  noon.setDate(noon.getDate() - 1);
  return dayOf(noon.getTime());
};

/** `Today`, `Yesterday`, `Monday 23 November`; with the year if it is another one. */
export function dayHeading(day: string, nowMs: number): string {
  if (day === dayOf(nowMs)) return "Today";
  if (day === yesterdayOf(nowMs)) return "Yesterday";
  const date = noonOf(day);
  const year = date.getFullYear() === new Date(nowMs).getFullYear() ? "" : ` ${day.slice(0, 4)}`;
  return `${weekdayOf(date)} ${date.getDate()} ${monthOf(date)}${year}`;
}

/** `Sun 22 Nov`, `Today`; with the year if it is another one. */
export function shortDay(day: string, nowMs: number): string {
  const heading = dayHeading(day, nowMs);
  if (heading === "Today" || heading === "Yesterday") return heading;
  const date = noonOf(day);
  const year = heading.endsWith(day.slice(0, 4)) ? ` ${day.slice(0, 4)}` : "";
  return `${weekdayOf(date).slice(0, 3)} ${date.getDate()} ${monthOf(date).slice(0, 3)}${year}`;
}

/** `Wednesday night`: how a recording is called until a person names it. */
export function dayPartName(epochMs: number): string {
  const date = new Date(epochMs);
  return `${weekdayOf(date)} ${partOf(date.getHours())}`;
}

function partOf(hour: number): "morning" | "afternoon" | "evening" | "night" {
  if (hour < 5 || hour >= 21) return "night";
  if (hour < 12) return "morning";
  return hour < 17 ? "afternoon" : "evening";
}

/** `9:12` */
export function clockTime(epochMs: number): string {
  const date = new Date(epochMs);
  return `${date.getHours()}:${String(date.getMinutes()).padStart(2, "0")}`;
}

/** `25 November 2026, 21:50:07`: two recordings of a person never begin in the same second. */
export function spokenStart(epochMs: number): string {
  const seconds = String(new Date(epochMs).getSeconds()).padStart(2, "0");
  return `${fullDate.format(epochMs)}, ${clockTime(epochMs)}:${seconds}`;
}

/** Every word by which a person may look for a day, in lower case. */
export function dayWords(day: string, nowMs: number): readonly string[] {
  const date = noonOf(day);
  const relative = dayHeading(day, nowMs);
  const dayOfMonth = String(date.getDate());
  return [weekdayOf(date), dayOfMonth, monthOf(date), day.slice(0, 4), day, relative].map((word) =>
    word.toLowerCase(),
  );
}
