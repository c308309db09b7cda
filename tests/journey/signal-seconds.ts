/** Longer than any journey records, so that no tenth of a second is ever heard twice. */
export const SIGNAL_SECONDS = 90;
