// Reads ahead: gives results in order, while the next ones are under way.

/**
 * @param ahead - calls of `work` under way at a time. After a failure no new call begins.
 */
export async function* inOrder<Item, Result>(
  items: Iterable<Item>,
  ahead: number,
  work: (item: Item) => Promise<Result>,
): AsyncGenerator<Result> {
  const underWay: Promise<Result>[] = [];
  for (const item of items) {
    const result = work(item);
    // Its failure is thrown when its turn comes. Until then Node must not take it for one that no caller sees.
    result.catch(() => undefined);
    underWay.push(result);
    const first = underWay.length < ahead ? undefined : underWay.shift();
    if (first) yield await first;
  }
  for (const result of underWay) yield await result;
}
