// A rule of the product, taken out by the smallest change of its source that does it.
export interface Mutation {
  /** The rule, as it is without it. */
  readonly rule: string;
  /** Under packages/; or in infra/, with that in front (vitest.config.ts). */
  readonly file: string;
  /** Occurs in the file; it is replaced wherever it does. */
  readonly find: string;
  readonly replace: string;
}

/** Of the environment in which vitest.config.ts beside this is read: the flag of {@link flagFor}. */
export const FLAG_VARIABLE = "TAPEDECK_MUTATION_FLAG";

const MUTATE = new URL("mutate.ts", import.meta.url);

/** The flag that makes Node, and the threads that it starts, load the source without the rule. */
export function flagFor({ file, find, replace }: Mutation): string {
  return `--import=${MUTATE}?${new URLSearchParams({ file, find, replace })}`;
}
