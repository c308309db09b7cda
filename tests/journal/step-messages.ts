// What the lab's page and its worker tell each other.

/** What the page asks of its worker, and what it gets; the number tells answers apart. */
export interface StepRequest {
  readonly id: number;
  readonly name: string;
  readonly args: readonly unknown[];
}

export type StepMessage =
  | { readonly kind: "done"; readonly id: number; readonly result: unknown }
  | { readonly kind: "thrown"; readonly id: number; readonly message: string }
  /** The worker's step is not over, and has appended so much until now. */
  | { readonly kind: "appended"; readonly count: number };
