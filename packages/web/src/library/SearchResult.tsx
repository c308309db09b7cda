import { createEffect, createSignal, onCleanup } from "solid-js";
import { formatNumber } from "../text/intl.ts";
import { libraryWords } from "#words/library";

const say = libraryWords.search;

/** The number is announced once the person has stopped typing for so long. */
const REST_MS = 500;

/** How many recordings the search has found, and how many it has looked through. */
export function SearchResult(props: {
  foundCount: number;
  searchedCount: number;
  /** The device knows the whole list. */
  isAll: boolean;
}) {
  const [announced, setAnnounced] = createSignal("");
  const found = () => say.found(props.foundCount, formatNumber(props.foundCount));
  const searched = () =>
    (props.isAll ? say.searchedAll : say.searchedSoFar)(formatNumber(props.searchedCount));
  createEffect(() => {
    const text = say.spoken(found(), searched());
    const timer = setTimeout(() => setAnnounced(text), REST_MS);
    onCleanup(() => clearTimeout(timer));
  });
  return (
    <>
      <p class="found num" aria-hidden="true">
        <span>{found()}</span>
        <span class="far">{searched()}</span>
      </p>
      <p class="vh" role="status">
        {announced()}
      </p>
    </>
  );
}
