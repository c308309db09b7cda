// Puts off work until it is needed, and then does it once.

/** @param make - called by the first caller; the others get the same */
export function once<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined;
  return () => (made ??= make());
}
