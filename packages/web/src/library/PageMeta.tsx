import { Show } from "solid-js";
import { formatSeconds } from "../text/format.ts";
import { RoomIcon } from "../design/RoomIcon.tsx";
import { clockTime, shortDay } from "../text/local-day.ts";
import type { LibraryRow } from "./library-rows.ts";
import type { RowState } from "./row-state.ts";
import { StateWord } from "./StateWord.tsx";
import { libraryWords } from "#words/library";
import { deckWords } from "#words/deck";

/** When a recording began, how long it is, and where it is. */
export function PageMeta(props: {
  row: Pick<LibraryRow, "day" | "startedAtMs">;
  lengthMs: number | undefined;
  state: RowState;
  isInBucket: boolean;
}) {
  return (
    <p class="page-meta num">
      <span>
        {deckWords.days.dayAt(
          shortDay(props.row.day, Date.now()),
          clockTime(props.row.startedAtMs),
        )}
      </span>
      <Show when={props.lengthMs}>
        {(ms) => <span>{formatSeconds(ms() - (ms() % 1000))}</span>}
      </Show>
      <StateWord state={props.state} />
      <Show when={props.state.kind === "safe" && props.isInBucket}>
        <span class="safe">
          <RoomIcon name="check" /> {libraryWords.inBucket}
        </span>
      </Show>
    </p>
  );
}
