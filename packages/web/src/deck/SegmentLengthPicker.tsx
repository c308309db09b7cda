import { createSignal, For, Show } from "solid-js";
import { LIMITS } from "@tapedeck/core/limits";
import { parseSegmentLength } from "./segment-length.ts";

/** These two lengths suit nearly all people; the field takes any other. */
const COMMON_SECONDS = [5, 10];

/** Reports valid lengths only; an invalid one stays in the field, with a sentence that says why. */
export function SegmentLengthPicker(props: {
  value: number;
  disabled: boolean;
  onChange: (seconds: number) => void;
}) {
  const [problem, setProblem] = createSignal<string>();
  const choose = (text: string) => {
    const length = parseSegmentLength(text);
    setProblem(length.kind === "invalid" ? length.sentence : undefined);
    if (length.kind === "valid") props.onChange(length.seconds);
  };
  return (
    <fieldset class="field" disabled={props.disabled}>
      <legend>Segment length</legend>
      <div class="lengths">
        <For each={COMMON_SECONDS}>
          {(seconds) => (
            <button
              type="button"
              aria-pressed={props.value === seconds}
              onClick={() => choose(String(seconds))}
            >
              {seconds} s
            </button>
          )}
        </For>
        <label class="seconds">
          <input
            type="text"
            inputmode="numeric"
            aria-label={`Seconds, ${LIMITS.segmentSeconds.min} to ${LIMITS.segmentSeconds.max}`}
            aria-invalid={problem() !== undefined}
            aria-describedby="segment-length-problem"
            value={props.value}
            onInput={(event) => choose(event.currentTarget.value)}
          />
          <span aria-hidden="true">s</span>
        </label>
      </div>
      <p id="segment-length-problem" class="problem" aria-live="polite">
        <Show when={problem()}>{(text) => text()}</Show>
      </p>
    </fieldset>
  );
}
