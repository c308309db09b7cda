// A long list of which a copy with one item changed costs the same whether it has hundreds of items or
// twenty thousand: copies share every page that did not change.

/** Engines give an array of more than some 16,000 items a memory region of its own, which costs 1 ms each. */
const PAGE_ITEMS = 128;

export interface PagedList<Item> {
  readonly length: number;
  /** Full, the last one excepted. */
  readonly pages: readonly (readonly Item[])[];
}

export function pagedList<Item>(items: readonly Item[]): PagedList<Item> {
  return withAppended({ length: 0, pages: [] }, items);
}

/** @returns `undefined` where there is none: also before the first */
export function itemAt<Item>({ pages }: PagedList<Item>, position: number): Item | undefined {
  return pages[Math.floor(position / PAGE_ITEMS)]?.[position % PAGE_ITEMS];
}

export function itemsOf<Item>({ pages }: PagedList<Item>): readonly Item[] {
  return pages.flat() as Item[];
}

export function withItems<Item>(
  list: PagedList<Item>,
  changed: ReadonlyMap<number, Item>,
): PagedList<Item> {
  if (changed.size === 0) return list;
  const pages = list.pages.slice();
  const copied = new Map<number, Item[]>();
  for (const [position, item] of changed) {
    const index = Math.floor(position / PAGE_ITEMS);
    const page = copied.get(index) ?? pages[index]?.slice() ?? [];
    copied.set(index, page);
    pages[index] = page;
    page[position % PAGE_ITEMS] = item;
  }
  return { length: list.length, pages };
}

export function withAppended<Item>(list: PagedList<Item>, items: readonly Item[]): PagedList<Item> {
  if (items.length === 0) return list;
  const last = list.length % PAGE_ITEMS === 0 ? [] : (list.pages.at(-1) ?? []);
  const pages = last.length === 0 ? list.pages.slice() : list.pages.slice(0, -1);
  const rest = [...last, ...items];
  for (let start = 0; start < rest.length; start += PAGE_ITEMS) {
    pages.push(rest.slice(start, start + PAGE_ITEMS));
  }
  return { length: list.length + items.length, pages };
}

/** First position of which `isThere` holds, in a list where it holds of all that follow. */
export function firstPosition<Item>(
  list: PagedList<Item>,
  isThere: (item: Item) => boolean,
): number {
  let [from, to] = [0, list.length];
  while (from < to) {
    const middle = Math.floor((from + to) / 2);
    const item = itemAt(list, middle);
    if (item !== undefined && isThere(item)) to = middle;
    else from = middle + 1;
  }
  return from;
}

/** @param offsetsOf - which items of a page are meant, in order */
export function* positionsOnPages<Item>(
  { pages }: PagedList<Item>,
  offsetsOf: (page: readonly Item[]) => readonly number[],
): Generator<number> {
  for (const [index, page] of pages.entries()) {
    for (const offset of offsetsOf(page)) yield index * PAGE_ITEMS + offset;
  }
}
