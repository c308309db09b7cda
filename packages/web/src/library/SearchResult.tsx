import { createEffect, createSignal, onCleanup } from "solid-js";

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
  const found = () => `${props.foundCount} ${props.foundCount === 1 ? "recording" : "recordings"}`;
  const searched = () =>
    props.isAll ? `All ${props.searchedCount} searched` : `${props.searchedCount} searched so far`;
  createEffect(() => {
    const text = `${found()}. ${searched()}.`;
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
