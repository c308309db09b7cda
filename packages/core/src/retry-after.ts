// How long an answer asks to wait. @see https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3

/**
 * @param header - the value of `Retry-After`, `null` where there is none
 * @returns `undefined` also for a date: it is the server's, and devices' clocks are wrong by hours
 */
export function retryAfterMs(header: string | null): number | undefined {
  return header !== null && /^\d{1,6}$/.test(header) ? Number(header) * 1000 : undefined;
}
