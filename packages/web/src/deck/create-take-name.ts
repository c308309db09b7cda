// The name of the recording that comes, runs, or was just made. A bad name stays in the field with a sentence,
// and holds no recording up.
import { createEffect, createSignal, on, onCleanup, type Accessor } from "solid-js";
import type { KeptChanges } from "../kept-changes.ts";
import { nameProblem } from "../text/name-problem.ts";

export interface TakeName {
  readonly draft: Accessor<string>;
  readonly problem: Accessor<string | undefined>;
  type(text: string): void;
  /** Keeps what was typed, if it is a name. */
  keep(): void;
  /** Back to what was kept. */
  restore(): void;
  /** The field has the focus: news from elsewhere must not change it under the fingers. */
  setEditing(isEditing: boolean): void;
}

export function createTakeName(options: {
  /** The recording that runs, or that was just made. */
  readonly recordingId: Accessor<string | undefined>;
  /** Keeps the name until the bucket has the recording. */
  readonly kept: KeptChanges;
}): TakeName {
  const { recordingId } = options;
  const [draft, setDraft] = createSignal("");
  const [problem, setProblem] = createSignal<string>();
  /** The bucket has it: the device no longer keeps it. */
  let named = { id: "", title: "" };
  let isEditing = false;

  const keptTitle = () => {
    const id = recordingId();
    if (id === undefined) return "";
    return options.kept.read().titles.get(id) ?? (named.id === id ? named.title : "");
  };
  const restore = () => {
    setDraft(keptTitle());
    setProblem(undefined);
  };
  const keep = () => {
    const title = draft().trim();
    setProblem(title === "" ? undefined : nameProblem(title));
    const id = recordingId();
    if (id === undefined || problem() !== undefined || title === keptTitle()) return;
    named = { id, title };
    options.kept.setTitle(id, title === "" ? undefined : title);
  };
  restore();
  createEffect(on(recordingId, (id) => (id === undefined ? restore() : keep()), { defer: true }));
  // Its row in the list names it too.
  onCleanup(
    options.kept.listen(() => {
      if (recordingId() !== undefined && !isEditing) restore();
    }),
  );

  return {
    draft,
    problem,
    type: (text) => {
      setDraft(text);
      setProblem(undefined);
    },
    keep,
    restore,
    setEditing: (isNow) => {
      isEditing = isNow;
      if (!isNow) keep();
    },
  };
}
