// Runs many small requests at once, up to a limit.

/**
 * Like `Promise.all(items.map(work))`, with at most `limit` calls of `work` under way at a time. After a
 * failure no new call begins: on Lambda it would go on during the next request, of another person.
 */
export async function inParallel<Item, Result>(
  items: readonly Item[],
  limit: number,
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const entries = items.entries();
  let hasFailed = false;
  async function lane(): Promise<void> {
    for (const [index, item] of entries) {
      try {
        results[index] = await work(item);
      } catch (thrown) {
        hasFailed = true;
        throw thrown;
      }
      if (hasFailed) return;
    }
  }
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, lane));
  return results;
}
