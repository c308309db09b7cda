// Formatters in the language of the page. Each is made when it is first used, and kept: to make one takes longer
// than everything else of a row.
import { language } from "#words/language";

/** @returns a function that writes a number */
export function numberFormat(options?: Intl.NumberFormatOptions): (value: number) => string {
  let made: Intl.NumberFormat | undefined;
  return (value) => (made ??= new Intl.NumberFormat(language, options)).format(value);
}

/** @returns a function that writes a date or a time, in this device's time zone */
export function dateFormat(
  options: Intl.DateTimeFormatOptions,
): (epochMs: number | Date) => string {
  let made: Intl.DateTimeFormat | undefined;
  return (epochMs) => (made ??= new Intl.DateTimeFormat(language, options)).format(epochMs);
}

/** `1,234` */
export const formatNumber = numberFormat();
