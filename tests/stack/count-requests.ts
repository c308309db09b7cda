// Counts what arrives at a stand-in. A fault that does next to nothing counts the requests that it befalls.
import type { Stack } from "@tapedeck/local/start-stack";
import type { Place } from "@tapedeck/local/faults/fault-rule";

/** @returns how many there were since, of that kind */
export function countRequests(
  { faults }: Pick<Stack, "faults">,
  at: Place,
  match: { readonly method?: string; readonly path?: string },
): () => number {
  const rule = { kind: "delay", at, delayMs: 1, match } as const;
  faults.add(rule);
  return () => faults.hits.get(rule) ?? 0;
}
