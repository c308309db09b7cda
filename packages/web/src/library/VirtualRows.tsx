import {
  createEffect,
  createMemo,
  createSignal,
  For,
  onCleanup,
  onMount,
  Show,
  untrack,
  type Accessor,
  type JSX,
} from "solid-js";
import { dayHeading } from "../text/local-day.ts";
import type { LibraryRow } from "./library-rows.ts";
import { layOut, type DayInView, type DayOfRows } from "./row-layout.ts";
import { libraryWords } from "#words/library";

/** In rem, as in library.css, so that larger text makes higher rows. */
const ROW_REM = 4;
const HEADING_REM = 3;

/** The view moves in steps, so that most scroll events change nothing. */
const STEP_PX = 256;

export interface VirtualRowsHandle {
  /** Scrolls as little as shows the row whole. */
  reveal(id: string): void;
}

/**
 * The rows in view and a screen more on both sides, each at its place: a browser with 10,000 rows is as slow
 * as with 40. The room around it scrolls.
 */
export function VirtualRows(props: {
  rows: readonly LibraryRow[];
  /** Whether days have headings; search results have none. */
  hasDays: boolean;
  /** Stays in the page wherever it is: it has the focus. */
  keptId: string | undefined;
  ref: (handle: VirtualRowsHandle) => void;
  /** Called once for each row that comes into view: a new title must not make a new row, which has no focus. */
  children: (row: Accessor<LibraryRow>) => JSX.Element;
}) {
  let list: HTMLDivElement | undefined;
  const room = () => list?.closest(".main-place") ?? document.documentElement;
  const [view, setView] = createSignal({ fromPx: 0, toPx: 0 }, { equals: isSameView });
  const [remPx, setRemPx] = createSignal(16);
  const byId = createMemo(() => new Map(props.rows.map((row) => [row.id, row])));
  const days = createMemo(() => daysOf(props.rows, props.hasDays));
  const idsOf = createMemo(() => new Map(days().map(({ day, ids }) => [day, ids])));
  const layout = createMemo(() =>
    layOut(days(), { rowPx: ROW_REM * remPx(), headingPx: HEADING_REM * remPx() }),
  );
  const inView = createMemo(() => {
    const found = layout().inView(view().fromPx, view().toPx);
    return new Map(found.map((each) => [each.day, each]));
  });
  const keptDay = () => {
    const row = props.keptId === undefined ? undefined : byId().get(props.keptId);
    return row && (props.hasDays ? row.day : "");
  };
  const shownDays = createMemo(() => withKept([...inView().keys()], keptDay()));

  function measure(): void {
    if (list === undefined) return;
    setRemPx(Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16);
    const { top, height } = room().getBoundingClientRect();
    const topPx = Math.floor((top - list.getBoundingClientRect().top) / STEP_PX) * STEP_PX;
    setView({ fromPx: topPx - height, toPx: topPx + 2 * height + STEP_PX });
  }
  onMount(() => {
    const scroller = room();
    const observer = new ResizeObserver(measure);
    observer.observe(scroller);
    scroller.addEventListener("scroll", measure, { passive: true });
    onCleanup(() => {
      observer.disconnect();
      scroller.removeEventListener("scroll", measure);
    });
    measure();
    props.ref({
      reveal(id) {
        const topPx = layout().topOf(id);
        if (topPx === undefined || list === undefined) return;
        const top = topPx + list.getBoundingClientRect().top;
        const head = document.querySelector(".lib-head")?.getBoundingClientRect().bottom ?? 0;
        const rowPx = ROW_REM * remPx();
        const { bottom } = scroller.getBoundingClientRect();
        if (top < head) scroller.scrollBy(0, top - head - HEADING_REM * remPx());
        else if (top + rowPx > bottom) scroller.scrollBy(0, top + 2 * rowPx - bottom);
        measure();
      },
    });
  });
  // A shorter list moves the page without a scroll.
  createEffect(() => {
    layout();
    measure();
  });

  const topOfDay = (day: string) => {
    const first = idsOf().get(day)?.[0];
    const head = props.hasDays ? HEADING_REM * remPx() : 0;
    return (first === undefined ? 0 : (layout().topOf(first) ?? 0)) - head;
  };
  const shownIds = (day: string) => {
    const ids = idsOf().get(day) ?? [];
    const { from = 0, to = 0 }: Partial<DayInView> = inView().get(day) ?? {};
    const kept = keptDay() === day ? props.keptId : undefined;
    return withKept(ids.slice(from, to), kept);
  };
  return (
    <div
      class="rows-area"
      ref={(element) => {
        list = element;
      }}
      style={{ height: `${layout().heightPx}px` }}
    >
      <For each={shownDays()}>
        {(day) => (
          <section
            class="day"
            style={{ transform: `translateY(${topOfDay(day)}px)` }}
            aria-label={day === "" ? libraryWords.search.results : dayHeading(day, Date.now())}
          >
            <Show when={day !== ""}>
              <h2>{dayHeading(day, Date.now())}</h2>
            </Show>
            {/* A screen reader counts all rows of the day, not those that are in view. */}
            {/* oxlint-disable-next-line jsx-a11y/no-redundant-roles -- Safari takes the role of a list without bullets */}
            <ul role="list">
              <For each={shownIds(day)}>
                {(id) => (
                  <Show when={byId().get(id)}>
                    {(row) => (
                      <li
                        aria-setsize={idsOf().get(day)?.length ?? 0}
                        aria-posinset={(idsOf().get(day)?.indexOf(id) ?? 0) + 1}
                        style={{ top: `${(idsOf().get(day)?.indexOf(id) ?? 0) * ROW_REM}rem` }}
                      >
                        {untrack(() => props.children(row))}
                      </li>
                    )}
                  </Show>
                )}
              </For>
            </ul>
          </section>
        )}
      </For>
    </div>
  );
}

const isSameView = (a: { fromPx: number; toPx: number }, b: { fromPx: number; toPx: number }) =>
  a.fromPx === b.fromPx && a.toPx === b.toPx;

function withKept(names: readonly string[], kept: string | undefined): readonly string[] {
  return kept === undefined || names.includes(kept) ? names : [...names, kept].sort().reverse();
}

function daysOf(rows: readonly LibraryRow[], hasDays: boolean): readonly DayOfRows[] {
  if (!hasDays) return rows.length === 0 ? [] : [{ day: "", ids: rows.map(({ id }) => id) }];
  const days: { day: string; ids: string[] }[] = [];
  for (const { day, id } of rows) {
    const last = days.at(-1);
    if (last?.day === day) last.ids.push(id);
    else days.push({ day, ids: [id] });
  }
  return days;
}
