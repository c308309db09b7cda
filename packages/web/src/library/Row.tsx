import { For, Show } from "solid-js";
import { formatDuration, formatSpokenDuration } from "../text/format.ts";
import { formatLength } from "./format-facts.ts";
import { pathOf } from "./create-route.ts";
import { foundPieces } from "./find-rows.ts";
import { RoomIcon } from "../design/RoomIcon.tsx";
import type { LibraryRow } from "./library-rows.ts";
import type { Library } from "./create-library.ts";
import { clockTime, shortDay } from "../text/local-day.ts";
import { libraryWords } from "#words/library";
import { deckWords } from "#words/deck";
import { spokenStart } from "./day-names.ts";
import { NameField } from "./NameField.tsx";
import { isOutOfReach } from "./row-state.ts";
import { StateWord } from "./StateWord.tsx";
import { UploadRing } from "./UploadRing.tsx";

const say = libraryWords.row;

/** What the rows need of the player. */
export interface RowPlayer {
  play(recordingId: string, atMs?: number): void;
  pause(): void;
  readonly playing: () => { readonly recordingId: string; readonly isPaused: boolean } | undefined;
}

export interface RowActions {
  open(id: string): void;
  startRename(id: string): void;
  rename(id: string, name: string | undefined, byKey: boolean): void;
  openMenu(id: string, button: HTMLElement): void;
}

/** The same words for the ear: no two recordings of a person begin in the same second. */
const spokenName = ({ name, startedAtMs }: LibraryRow) => say.named(name, spokenStart(startedAtMs));

/** One recording of the list: a link to its page, and two buttons. */
export function Row(props: {
  row: LibraryRow;
  library: Pick<Library, "state" | "lengthMs" | "isInBucket">;
  player: RowPlayer | undefined;
  actions: RowActions;
  query: string;
  isRenaming: boolean;
  /** One row is a stop of the Tab key; arrows move between rows. */
  isTabStop: boolean;
}) {
  const { library, actions } = props;
  const id = () => props.row.id;
  const state = () => library.state(id());
  /** Of its segments, while they are on their way. */
  const sentShare = () => {
    const now = state();
    return now.kind === "uploading" ? now.sentCount / Math.max(1, now.allCount) : undefined;
  };
  const lengthMs = () => library.lengthMs(id());
  const tabIndex = () => (props.isTabStop ? 0 : -1);
  const isPlaying = () => {
    const playing = props.player?.playing();
    return playing?.recordingId === id() && !playing.isPaused;
  };
  const when = () => {
    const time = clockTime(props.row.startedAtMs);
    return props.query === ""
      ? time
      : deckWords.days.dayAt(shortDay(props.row.day, Date.now()), time);
  };
  const described = () => {
    const spoken = spokenName(props.row);
    const ms = lengthMs();
    // A length that grows is not spoken: it would be another each second.
    return ms === undefined || state().kind === "recording"
      ? spoken
      : say.lasting(spoken, formatSpokenDuration(ms));
  };
  return (
    <div
      class="row"
      classList={{ playing: isPlaying(), "has-play": props.player !== undefined }}
      data-id={id()}
    >
      <Show when={props.player}>
        {(player) => (
          <button
            type="button"
            class="round"
            tabIndex={tabIndex()}
            disabled={isOutOfReach(state())}
            aria-label={(isPlaying() ? say.pause : say.play)(spokenName(props.row))}
            onClick={() => (isPlaying() ? player().pause() : player().play(id()))}
          >
            <RoomIcon name={isPlaying() ? "pause" : "play"} />
          </button>
        )}
      </Show>
      <Show
        when={!props.isRenaming}
        fallback={
          <NameField
            value={props.row.isNamed ? props.row.name : ""}
            placeholder={props.row.name}
            onDone={(name, byKey) => actions.rename(id(), name, byKey)}
          />
        }
      >
        {/* The link is the name alone, and as wide as all that stands here: a voice calls it by what it sees. */}
        <div class="row-text">
          <a
            class="row-body"
            href={pathOf(id())}
            tabIndex={tabIndex()}
            aria-label={described()}
            onClick={(event) => {
              if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
              event.preventDefault();
              actions.open(id());
            }}
          >
            <bdi class="row-title" classList={{ auto: !props.row.isNamed }}>
              <For each={foundPieces(props.row.name, props.query)}>
                {({ text, isFound }) => (isFound ? <mark>{text}</mark> : text)}
              </For>
            </bdi>
          </a>
          <span class="row-meta">
            <span class="num">{when()}</span>
            <Show when={lengthMs()}>
              {(ms) => (
                <span class="len-in num">
                  <span class="between">·</span>
                  {formatLength(ms())}
                </span>
              )}
            </Show>
            <StateWord state={state()} />
          </span>
        </div>
      </Show>
      <span class="row-mark">
        <Show when={library.isInBucket(id()) && state().kind !== "damaged"}>
          <span class="ok">
            <RoomIcon name="check" />
          </span>
          <span class="vh">{libraryWords.inBucket}</span>
        </Show>
        <Show when={sentShare() !== undefined}>
          <UploadRing share={sentShare() ?? 0} />
        </Show>
      </span>
      <span class="row-len num" aria-hidden="true">
        <Show when={lengthMs() !== undefined}>{formatDuration(lengthMs() ?? 0)}</Show>
      </span>
      <button
        type="button"
        class="icon-button"
        tabIndex={tabIndex()}
        aria-label={say.more(spokenName(props.row))}
        aria-haspopup="menu"
        onClick={(event) => actions.openMenu(id(), event.currentTarget)}
      >
        <RoomIcon name="more" />
      </button>
    </div>
  );
}
