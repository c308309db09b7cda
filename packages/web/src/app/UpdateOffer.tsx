import { Show } from "solid-js";
import { words } from "../text/words.ts";
import type { Update } from "./create-update.ts";

/** Above the list, so that it stands in no deck that has something to say. */
export function UpdateOffer(props: { update: Update | undefined }) {
  return (
    <Show when={props.update?.isReady()}>
      <div class="list-note calm" role="status">
        <p>{words.notes.newVersion}</p>
        <button type="button" class="quiet" onClick={() => props.update?.reload()}>
          {words.notes.reload}
        </button>
      </div>
    </Show>
  );
}
