// The messages between the host and the worker that plays one Lambda instance.

export interface Invocation<Event> {
  readonly requestId: string;
  readonly event: Event;
  /** Error of the function's clock while it handles this event; negative is behind. */
  readonly clockAheadMs: number;
  /** When that time is up, the host ends the worker. */
  readonly timeoutMs: number;
}

export type Outcome<Result> =
  | { readonly requestId: string; readonly result: Result }
  /**
   * The handler threw: its stack for the log, and its message. A function URL answers a bare 502; Cognito tells a
   * person what its trigger said.
   */
  | { readonly requestId: string; readonly failed: string; readonly errorMessage: string };

/** Sent once, when the module is loaded: the end of a cold start. */
export interface Ready {
  readonly ready: true;
}
