import { Index, Show } from "solid-js";
import type { Tape, TapePart } from "./tape.ts";

/** Is it safe? How much is in the bucket, and how much is only on this device. */
export function SafetyLine(props: { tape: Tape }) {
  // In whole percent: the browser lays the page out for each step, and a smaller one cannot be seen.
  const share = () => `${Math.round(props.tape.inBucket * 100)}%`;
  return (
    <div class="safety" classList={{ whole: props.tape.isWhole }}>
      <div class="tape" aria-hidden="true">
        <span class="in-bucket" style={{ width: props.tape.isWhole ? "100%" : share() }} />
        <Show when={!props.tape.isWhole}>
          <span class="on-device" />
        </Show>
      </div>
      <p class="num">
        {/* In the order of its own language, also on a page of another. */}
        <bdi>
          <Show when={props.tape.sentence} fallback={<Parts parts={props.tape.parts} />}>
            {(sentence) => sentence()}
          </Show>
        </bdi>
      </p>
    </div>
  );
}

function Parts(props: { parts: readonly TapePart[] }) {
  return (
    // By place, because the amounts change four times a second.
    <Index each={props.parts}>
      {(part, index) => (
        // An element of its own: loose text in a list is made anew with each change.
        <span>
          {index > 0 && " · "}
          <Show when={part().amount !== ""}>
            <b>{part().amount}</b>{" "}
          </Show>
          {part().where}
        </span>
      )}
    </Index>
  );
}
