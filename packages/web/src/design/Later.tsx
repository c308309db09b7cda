import { createResource, onCleanup, Show, type JSX } from "solid-js";
import { words } from "../text/words.ts";

/**
 * A part of the page whose code comes beside it. Where it does not come, the page says so, and asks for it again when
 * the network is back.
 *
 * @param props.load - rejects nothing; `undefined`: it did not come
 */
export function Later<Part>(props: {
  load: () => Promise<Part | undefined>;
  /** Until it has come. */
  meanwhile?: JSX.Element;
  children: (part: Part) => JSX.Element;
}) {
  const [part, { refetch }] = createResource(() => props.load());
  const again = () => void (part.latest ?? refetch());
  addEventListener("online", again);
  onCleanup(() => removeEventListener("online", again));
  return (
    <Show
      when={part.latest}
      keyed
      fallback={
        <Show when={!part.loading} fallback={props.meanwhile}>
          <div class="notice" role="alert">
            <p>{words.page.incomplete}</p>
          </div>
        </Show>
      }
    >
      {(loaded) => props.children(loaded)}
    </Show>
  );
}
