import { createUniqueId, onCleanup, Show } from "solid-js";
import { deckWords } from "#words/deck";
import type { TakeName as Name } from "./create-take-name.ts";

/** Enter keeps, Escape restores, leaving the field keeps. It never takes the focus by itself. */
export function TakeName(props: {
  name: Name;
  /** `head`: quiet text beside the state. `field`: below the wave, once the recording is made. */
  look: "head" | "field";
  label: string;
  /** How the recording is called until a person names it. */
  placeholder: string;
}) {
  const { name } = props;
  const problemId = createUniqueId();
  let field: HTMLInputElement | undefined;
  // Stop moves the name from the head to its field: who is typing goes on typing there.
  onCleanup(() => {
    if (document.activeElement !== field) return;
    queueMicrotask(() => document.querySelector<HTMLInputElement>(".deck .take-input")?.focus());
  });
  return (
    <div class={props.look === "head" ? "take" : "name-it"}>
      <input
        ref={(element) => {
          field = element;
        }}
        class="take-input"
        type="text"
        aria-label={props.label}
        placeholder={props.placeholder}
        value={name.draft()}
        aria-invalid={name.problem() !== undefined}
        aria-describedby={problemId}
        autocomplete="off"
        dir="auto"
        onInput={(event) => name.type(event.currentTarget.value)}
        onFocus={() => name.setEditing(true)}
        onBlur={() => name.setEditing(false)}
        onKeyDown={(event) => {
          if (event.isComposing) return;
          if (event.key === "Enter") name.keep();
          if (event.key === "Escape") name.restore();
        }}
      />
      <Show when={props.look === "field" && name.draft() === ""}>
        <span class="name-hint" aria-hidden="true">
          {deckWords.take.hint}
        </span>
      </Show>
      <p id={problemId} class="problem" aria-live="polite">
        <Show when={name.problem()}>{(sentence) => sentence()}</Show>
      </p>
    </div>
  );
}
