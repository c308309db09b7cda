import { createSignal, createUniqueId, onMount, Show } from "solid-js";
import { nameProblem } from "../text/name-problem.ts";
import { libraryWords } from "#words/library";

/** Renames in place: Enter keeps, Escape restores, leaving the field keeps. A bad name stays, with a sentence. */
export function NameField(props: {
  /** The given name; empty if the recording has none. */
  value: string;
  /** What the recording is called without one. */
  placeholder: string;
  /** @param byKey - the focus goes back to where it came from */
  onDone: (name: string | undefined, byKey: boolean) => void;
}) {
  const [problem, setProblem] = createSignal<string>();
  const problemId = createUniqueId();
  let field: HTMLInputElement | undefined;
  let isDone = false;
  onMount(() => {
    field?.focus();
    field?.select();
  });
  const finish = (name: string | undefined, byKey: boolean) => {
    if (isDone) return;
    isDone = true;
    props.onDone(name, byKey);
  };
  const keep = (byKey: boolean) => {
    const name = field?.value.trim() ?? "";
    const found = name === "" ? undefined : nameProblem(name);
    setProblem(found);
    if (found === undefined) finish(name === "" ? undefined : name, byKey);
    // A person who goes on to something else is not held back.
    else if (!byKey) finish(undefined, byKey);
  };
  return (
    <span class="name-field">
      <input
        ref={(element) => {
          field = element;
        }}
        type="text"
        aria-label={libraryWords.acts.name}
        value={props.value}
        placeholder={props.placeholder}
        aria-invalid={problem() !== undefined}
        aria-describedby={problemId}
        autocomplete="off"
        dir="auto"
        onInput={() => setProblem(undefined)}
        onBlur={() => keep(false)}
        onKeyDown={(event) => {
          // The list's keys mean something else.
          event.stopPropagation();
          if (event.isComposing) return;
          if (event.key === "Enter") keep(true);
          if (event.key === "Escape") finish(undefined, true);
        }}
      />
      <span id={problemId} role="alert">
        <Show when={problem()}>{(sentence) => <span class="name-problem">{sentence()}</span>}</Show>
      </span>
    </span>
  );
}
