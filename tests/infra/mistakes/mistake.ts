// A possible mistake in infra/, and the rules that must notice it.
import type { Mutation } from "../../fixtures/synthesis/synthesize.ts";

export interface Mistake extends Mutation {
  readonly what: string;
  /** The beginnings of the names of all rules that turn red. */
  readonly breaks: readonly string[];
}
