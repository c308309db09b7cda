import { createSignal, onMount, Show } from "solid-js";
import type { LibraryRow } from "./library-rows.ts";
import { NameField } from "./NameField.tsx";
import { libraryWords } from "#words/library";

/** The name of a recording on its page: press it to rename. It takes the focus when the page opens. */
export function PageTitle(props: {
  row: Pick<LibraryRow, "name" | "isNamed">;
  onRename: (name: string) => void;
}) {
  const [isRenaming, setRenaming] = createSignal(false);
  let title: HTMLElement | undefined;
  onMount(() => title?.focus({ preventScroll: true }));
  const rename = (name: string | undefined, byKey: boolean) => {
    setRenaming(false);
    if (name !== undefined) props.onRename(name);
    if (byKey) title?.querySelector("button")?.focus();
  };
  return (
    <h1
      class="page-title"
      id="recording-name"
      tabIndex={-1}
      ref={(element) => {
        title = element;
      }}
    >
      <Show
        when={!isRenaming()}
        fallback={
          <NameField
            value={props.row.isNamed ? props.row.name : ""}
            placeholder={props.row.name}
            onDone={rename}
          />
        }
      >
        <button
          type="button"
          class="title-button"
          aria-label={libraryWords.acts.renameIt(props.row.name)}
          onClick={() => setRenaming(true)}
        >
          <bdi>{props.row.name}</bdi>
        </button>
      </Show>
    </h1>
  );
}
