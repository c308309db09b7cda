import { createSignal, createUniqueId, Show } from "solid-js";
import { LIMITS } from "@tapedeck/core/limits";
import { settingsWords } from "#words/settings";
import type { Setting } from "./create-settings.ts";
import { parseSegmentLength } from "./segment-length.ts";
import { Choice } from "./Choice.tsx";
import { formatNumber } from "../text/intl.ts";

/** These suit nearly all people; the field takes any other. */
const COMMON_SECONDS = [5, 10, 30];

/** Keeps valid lengths only; an invalid one stays in the field, and a sentence says why once the field is left. */
export function SegmentLengthPicker(props: { setting: Setting<number> }) {
  const say = settingsWords.settings;
  const problemId = createUniqueId();
  const [problem, setProblem] = createSignal<string>();
  const { min, max } = LIMITS.segmentSeconds;
  const problemOf = (typed: string) =>
    say.lengthProblem(
      formatNumber(min),
      formatNumber(max),
      typed === "" ? say.typedNothing : say.typed(typed.slice(0, 20)),
    );
  const keep = (text: string) => {
    const length = parseSegmentLength(text);
    if (length.kind === "valid") props.setting.choose(length.seconds);
    return length.kind === "invalid" ? problemOf(length.typed) : undefined;
  };
  return (
    <Choice
      title={say.send}
      hint={say.sendHint}
      setting={props.setting}
      choices={COMMON_SECONDS.map((seconds) => [seconds, say.sendEvery(formatNumber(seconds))])}
    >
      <label class="seconds">
        <input
          type="text"
          inputmode="numeric"
          aria-label={say.sendOther(formatNumber(min), formatNumber(max))}
          aria-invalid={problem() !== undefined}
          aria-describedby={problemId}
          value={props.setting.value()}
          onInput={(event) => {
            // Not while the person types: the 1 of 15 is no mistake.
            if (keep(event.currentTarget.value) === undefined) setProblem(undefined);
          }}
          onChange={(event) => setProblem(keep(event.currentTarget.value))}
        />
        <span aria-hidden="true">{say.secondsSign}</span>
      </label>
      <p id={problemId} class="problem" aria-live="polite">
        <Show when={problem()}>{(sentence) => sentence()}</Show>
      </p>
    </Choice>
  );
}
