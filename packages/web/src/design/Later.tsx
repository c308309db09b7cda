import { Show, type JSX } from "solid-js";
import { createLater } from "./create-later.ts";
import { Incomplete } from "./Incomplete.tsx";

/** A part of the page whose code comes beside it. Where it does not come, the page says so. */
export function Later<Part>(props: {
  /** `undefined`, or a rejection: it did not come. */
  load: () => Promise<Part | undefined>;
  /** Until it has come. */
  meanwhile?: JSX.Element;
  children: (part: Part) => JSX.Element;
}) {
  const { part, isMissing } = createLater(() => props.load());
  return (
    <Show
      when={part()}
      keyed
      fallback={
        <Show when={isMissing()} fallback={props.meanwhile}>
          <Incomplete />
        </Show>
      }
    >
      {(loaded) => props.children(loaded)}
    </Show>
  );
}
