import { For, Show } from "solid-js";
import type { SegmentSnapshot } from "@tapedeck/recorder/snapshot";
import { SegmentRow } from "./SegmentRow.tsx";

/** All segments, newest first, and how many of them are safe. */
export function SegmentList(props: {
  segments: readonly SegmentSnapshot[];
  prefix: string;
  /** Nothing would be lost by closing the page now. */
  isSafe: boolean;
  onRetry: (segment: SegmentSnapshot) => void;
  onRetryAll: () => void;
}) {
  const count = (kind: SegmentSnapshot["status"]["kind"]) =>
    props.segments.filter(({ status }) => status.kind === kind).length;
  return (
    <section class="segments" aria-labelledby="segments-title">
      <h2 id="segments-title">Segments</h2>
      <Show
        when={props.segments.length > 0}
        fallback={
          <p class="empty">
            Every few seconds, what you say becomes a file of its own and goes straight to your
            bucket.
          </p>
        }
      >
        <output class="total">
          {count("uploaded")} of {props.segments.length} in your bucket
          <Show when={props.isSafe}> · safe to close</Show>
        </output>
        <Show when={count("failed") > 0}>
          <button type="button" class="quiet" onClick={() => props.onRetryAll()}>
            Try all {count("failed")} failed again
          </button>
        </Show>
        <ol class="rows" reversed>
          <For each={props.segments}>
            {(segment) => <SegmentRow segment={segment} onRetry={() => props.onRetry(segment)} />}
          </For>
        </ol>
      </Show>
      <p class="prefix">
        Kept under <code>{props.prefix}</code>
      </p>
    </section>
  );
}
