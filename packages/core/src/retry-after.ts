// How long an answer asks to wait. @see https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3

/**
 * @param header - the value of `Retry-After`, `null` when the answer has none
 * @returns milliseconds. `undefined` also for a date: it counts on clocks that agree, and those of devices
 *   are wrong by hours
 */
export function retryAfterMs(header: string | null): number | undefined {
  return header !== null && /^\d{1,6}$/.test(header) ? Number(header) * 1000 : undefined;
}
