// Many small waits at once, but not all of them.

/**
 * As `Promise.all(items.map(work))`, with at most `limit` of them under way at a time. After a
 * failure nothing new begins: a Lambda would go on with it in the middle of somebody's next request.
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
