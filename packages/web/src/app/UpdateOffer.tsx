import { Show } from "solid-js";
import { libraryWords } from "#words/library";
import { createUpdate } from "./create-update.ts";

/** Above the list, so that it stands in no deck that has something to say. */
export function UpdateOffer(props: { isIdle: () => boolean }) {
  const update = createUpdate(() => props.isIdle());
  return (
    <Show when={update.isReady()}>
      <div class="list-note calm" role="status">
        <p>{libraryWords.update.isReady}</p>
        <button type="button" class="quiet" onClick={() => update.reload()}>
          {libraryWords.update.reload}
        </button>
      </div>
    </Show>
  );
}
