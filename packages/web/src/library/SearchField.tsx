import { Show } from "solid-js";
import { RoomIcon } from "../design/RoomIcon.tsx";
import { libraryWords } from "#words/library";

const say = libraryWords.search;

/** Escape clears the field, then leaves it. */
export function SearchField(props: {
  query: string;
  onQuery: (query: string) => void;
  /** The person goes to the rows. */
  onLeave: () => void;
  ref: (field: HTMLInputElement) => void;
}) {
  let field: HTMLInputElement | undefined;
  const clear = () => {
    props.onQuery("");
    field?.focus();
  };
  return (
    <div class="search">
      <RoomIcon name="search" />
      <input
        ref={(element) => {
          field = element;
          props.ref(element);
        }}
        type="search"
        aria-label={say.label}
        placeholder={say.placeholder}
        aria-keyshortcuts="/"
        autocomplete="off"
        dir="auto"
        value={props.query}
        onInput={(event) => props.onQuery(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === "ArrowDown") {
            event.preventDefault();
            props.onLeave();
          }
          if (event.key !== "Escape") return;
          event.preventDefault();
          if (props.query === "") props.onLeave();
          else clear();
        }}
      />
      <Show when={props.query !== ""}>
        <button type="button" class="icon-button" aria-label={say.clear} onClick={clear}>
          <RoomIcon name="close" />
        </button>
      </Show>
    </div>
  );
}
