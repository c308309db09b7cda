// One line of the table: what was measured of ours, beside a peer in the same run.

export interface Row {
  readonly name: string;
  readonly unit: "ms" | "MB" | "kB" | "% of a core" | "ms a minute";
  /** One a run. */
  readonly samples: readonly number[];
  readonly peer?: Peer;
  readonly aim?: Aim;
}

export interface Peer {
  readonly name: string;
  /** In the unit of the row, one a run. */
  readonly samples: readonly number[];
}

/** The median may be at most this: beside the peer's, or in the unit of the row. */
export type Aim = { readonly ratio: number } | { readonly value: number };

export interface Group {
  /** What is typed after `npm run bench --`. */
  readonly name: string;
  /** @param runs - how often each thing is measured; the group's own number unless given */
  measure(runs: number | undefined): Promise<Measured>;
}

export interface Measured {
  readonly rows: readonly Row[];
  /** What did it, with versions; beside Node. */
  readonly tools?: readonly string[];
}
