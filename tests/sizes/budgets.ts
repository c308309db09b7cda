// How large what people and Lambda load may become: each figure is 5 % above what it was when it was
// last set. A change that needs more raises its line here, where a review sees it.

/** What a browser downloads is counted compressed, what Lambda reads into its memory is not. */
export type Budget = { readonly gzipBytes: number } | { readonly rawBytes: number };

/** By the name of the size: see page-sizes.ts and function-sizes.ts. */
export const BUDGETS: Readonly<Record<string, Budget>> = {
  // The recorder on a page of an integrator: window, encoder worker and audio worklet.
  engine: { gzipBytes: 38_500 },
  // The app with the scripts and styles that its page names.
  page: { gzipBytes: 57_100 },
  // The same with the worker and the worklet that Record starts.
  "page that records": { gzipBytes: 69_200 },
  "service worker": { gzipBytes: 26_400 },
  "function Api": { rawBytes: 618_000 },
  "function Api at its start": { rawBytes: 337_500 },
  "function ArrivalCheck": { rawBytes: 448_500 },
  "function ArrivalCheck at its start": { rawBytes: 447_500 },
};
