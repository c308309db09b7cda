// What passes between the host and the worker that plays one Lambda instance.
import type { HttpEvent, HttpResult } from "@tapedeck/functions/http";

export interface Invocation {
  readonly requestId: string;
  readonly event: HttpEvent;
  /** How far the function's clock is ahead while it handles this event; negative is behind. */
  readonly clockAheadMs: number;
}

export type Outcome =
  | { readonly requestId: string; readonly result: HttpResult }
  /** The handler threw, which Lambda answers with a bare 502. */
  | { readonly requestId: string; readonly failed: string };

/** Sent once, when the module is loaded: the end of a cold start. */
export interface Ready {
  readonly ready: true;
}
