// What the chosen sound is called, and what an hour of it takes.
import { deckWords } from "#words/deck";
import type { Settings } from "./create-settings.ts";
import { numberFormat } from "../text/intl.ts";

const megabytes = numberFormat({ style: "unit", unit: "megabyte", maximumFractionDigits: 0 });

/** `29 MB`: of an hour, in powers of ten, as bills count. */
export function megabytesAnHour(kilobitsPerSecond: number): string {
  return megabytes((kilobitsPerSecond * 3600) / 8 / 1000);
}

/** `29 MB an hour` */
export function soundWords(settings: Pick<Settings, "kilobitsPerSecond">): string {
  return deckWords.foot.sound(megabytesAnHour(settings.kilobitsPerSecond.value()));
}
