// Where the rows of a long list lie, and which of them are in view. Rows have one height, so this is sums.

export interface DayOfRows {
  /** The local day. Empty for a list without headings. */
  readonly day: string;
  readonly ids: readonly string[];
}

export interface RowSizes {
  readonly rowPx: number;
  readonly headingPx: number;
}

/** A day in view, with a run of its rows. */
export interface DayInView {
  readonly day: string;
  readonly topPx: number;
  /** Of all of its rows, the first in view and the one behind the last. */
  readonly from: number;
  readonly to: number;
}

export interface RowLayout {
  readonly heightPx: number;
  /** @returns the days with rows between two heights, in order */
  inView(fromPx: number, toPx: number): readonly DayInView[];
  /** The top of a row in the list; nothing for a row that is not in it. */
  topOf(id: string): number | undefined;
}

export function layOut(days: readonly DayOfRows[], { rowPx, headingPx }: RowSizes): RowLayout {
  const headPxOf = ({ day }: DayOfRows) => (day === "" ? 0 : headingPx);
  const topsPx: number[] = [];
  let heightPx = 0;
  for (const each of days) {
    topsPx.push(heightPx);
    heightPx += headPxOf(each) + each.ids.length * rowPx;
  }

  function inView(fromPx: number, toPx: number): readonly DayInView[] {
    const view: DayInView[] = [];
    for (let index = lastAtOrAbove(topsPx, fromPx); index < days.length; index++) {
      const each = days[index];
      const topPx = topsPx[index] ?? 0;
      if (each === undefined || topPx >= toPx) break;
      const rowsPx = topPx + headPxOf(each);
      const from = Math.max(0, Math.floor((fromPx - rowsPx) / rowPx));
      const to = Math.min(each.ids.length, Math.max(0, Math.ceil((toPx - rowsPx) / rowPx)));
      view.push({ day: each.day, topPx, from: Math.min(from, to), to });
    }
    return view;
  }

  let tops: Map<string, number> | undefined;
  /** Most layouts are never asked for the place of a row. */
  function allTops(): Map<string, number> {
    const all = new Map<string, number>();
    for (const [index, each] of days.entries()) {
      const rowsPx = (topsPx[index] ?? 0) + headPxOf(each);
      for (const [position, id] of each.ids.entries()) all.set(id, rowsPx + position * rowPx);
    }
    return all;
  }

  return { heightPx, inView, topOf: (id) => (tops ??= allTops()).get(id) };
}

/** The index of the last number that is not greater; 0 if there is none. */
function lastAtOrAbove(sorted: readonly number[], value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) <= value) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low - 1);
}
