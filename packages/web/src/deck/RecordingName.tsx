import { createEffect, createSignal, createUniqueId, on, onCleanup, Show } from "solid-js";
import type { KeptChanges } from "../kept-changes.ts";
import { nameProblem } from "../text/name-problem.ts";

/**
 * Names a recording before it begins and while it runs. Enter keeps, Escape restores, leaving the field keeps.
 * A bad name stays in the field, with a sentence, and holds no recording up.
 */
export function RecordingName(props: {
  /** The one that runs. */
  recordingId: string | undefined;
  /** Keeps the name until the bucket has the recording. */
  kept: KeptChanges;
}) {
  const [draft, setDraft] = createSignal("");
  const [problem, setProblem] = createSignal<string>();
  const problemId = createUniqueId();
  let field: HTMLInputElement | undefined;

  const kept = () => {
    const id = props.recordingId;
    return (id === undefined ? undefined : props.kept.read().titles.get(id)) ?? "";
  };
  const restore = () => {
    setDraft(kept());
    setProblem(undefined);
  };
  const keep = () => {
    const name = draft().trim();
    setProblem(name === "" ? undefined : nameProblem(name));
    const id = props.recordingId;
    if (id === undefined || problem() !== undefined || name === kept()) return;
    props.kept.setTitle(id, name === "" ? undefined : name);
  };
  createEffect(
    on(
      () => props.recordingId,
      (id) => (id === undefined ? restore() : keep()),
      { defer: true },
    ),
  );
  // Its row in the list names it too.
  onCleanup(
    props.kept.listen(() => {
      if (props.recordingId !== undefined && document.activeElement !== field) restore();
    }),
  );

  return (
    <label class="field">
      <span>Name of {props.recordingId === undefined ? "the next" : "this"} recording</span>
      <input
        ref={(element) => {
          field = element;
        }}
        type="text"
        placeholder="By its day, unless you name it"
        value={draft()}
        aria-invalid={problem() !== undefined}
        aria-describedby={problemId}
        autocomplete="off"
        dir="auto"
        onInput={(event) => {
          setDraft(event.currentTarget.value);
          setProblem(undefined);
        }}
        onBlur={keep}
        onKeyDown={(event) => {
          if (event.isComposing) return;
          if (event.key === "Enter") keep();
          if (event.key === "Escape") restore();
        }}
      />
      <span id={problemId} class="problem" aria-live="polite">
        <Show when={problem()}>{(sentence) => sentence()}</Show>
      </span>
    </label>
  );
}
