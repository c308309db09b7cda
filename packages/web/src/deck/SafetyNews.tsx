import { Show } from "solid-js";
import { words } from "../text/words.ts";
import { deckWords } from "#words/deck";
import type { Tape } from "./tape.ts";

/** Announced once, when all has arrived; a sentence that changes each second is not announced. */
export function SafetyNews(props: {
  /** Nothing while a recording runs. */
  tape: Tape | undefined;
  isOffline: boolean;
  isSoundMissing: boolean;
}) {
  return (
    <div class="vh" role="status">
      <Show when={props.isOffline}>
        <p>{words.header.offline}</p>
      </Show>
      <Show when={props.isSoundMissing}>
        <p>{deckWords.safety.someMissing}</p>
      </Show>
      <Show when={props.tape?.isWhole}>
        <p>{props.tape?.sentence}</p>
      </Show>
    </div>
  );
}
