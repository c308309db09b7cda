// The size budgets of everything that people and Lambda load. Each figure was set 5 % above the size of its
// day. A change that needs more raises its line here, where a review sees it.

/** A browser's downloads count compressed; Lambda's code counts as it is in memory. */
export type Budget = { readonly gzipBytes: number } | { readonly rawBytes: number };

/** By the name of the size: see page-sizes.ts and function-sizes.ts. */
export const BUDGETS: Readonly<Record<string, Budget>> = {
  // The package on a page of an integrator: all that recording and uploading load.
  engine: { gzipBytes: 29_700 },
  // Of that, what a recording starts with. The rest comes beside it.
  "engine that records": { gzipBytes: 17_600 },
  // The app with the scripts and styles that its page names.
  page: { gzipBytes: 36_500 },
  // The same with the worker and the worklet that Record starts, and all that they import. This one is a promise,
  // and no measure of a day: what comes before a recording can start is 45 kB at the most.
  "page that records": { gzipBytes: 45_000 },
  // Come as soon as the page can record, which waits for none of it.
  uploads: { gzipBytes: 14_700 },
  // Comes to ask for the session; capture and journal need none of it.
  "API client": { gzipBytes: 8_200 },
  // The list of recordings and their pages, which come after what recording needs.
  library: { gzipBytes: 25_700 },
  // Comes after what recording needs.
  player: { gzipBytes: 22_700 },
  // Comes when a person asks for a WAV, an Ogg or an M4A.
  converter: { gzipBytes: 77_700 },
  "service worker": { gzipBytes: 26_400 },
  "function Api": { rawBytes: 612_000 },
  "function Api at its start": { rawBytes: 331_500 },
  "function SlowApi": { rawBytes: 577_000 },
  "function SlowApi at its start": { rawBytes: 321_500 },
  "function ArrivalCheck": { rawBytes: 448_500 },
  "function ArrivalCheck at its start": { rawBytes: 447_500 },
  // A person waits for it at their first sign-in, and it is cold.
  "function PreSignUp": { rawBytes: 141_600 },
  "function PreSignUp at its start": { rawBytes: 122_900 },
  "function WholeFile": { rawBytes: 480_000 },
  "function WholeFile at its start": { rawBytes: 479_000 },
};
