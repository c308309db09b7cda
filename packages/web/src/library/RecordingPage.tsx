import { createEffect, createSignal, For, onMount, Show } from "solid-js";
import type { Recorder } from "@tapedeck/recorder";
import type { LibraryApi } from "../api/library-api.ts";
import { formatDuration, formatSeconds, toMs } from "../text/format.ts";
import { Downloads } from "../hand-on/Downloads.tsx";
import { createRecordingFacts } from "./create-recording-facts.ts";
import type { Library } from "./create-library.ts";
import { Details } from "./Details.tsx";
import { Icon } from "./Icon.tsx";
import { libraryRows } from "./library-rows.ts";
import { clockTime, shortDay } from "./local-day.ts";
import { NameField } from "./NameField.tsx";
import { PageTrouble } from "./PageTrouble.tsx";
import { factsOf } from "./recording-facts.ts";
import type { RowPlayer } from "./Row.tsx";
import { isOutOfReach, stateWord } from "./row-state.ts";

/** One recording: its name, when, how long, where; then what a person can do with it; then its details. */
export function RecordingPage(props: {
  /** A well-formed id; the parent mounts a new page for a new one. */
  id: string;
  /** Where in the sound the address points. */
  atMs: number | undefined;
  library: Library;
  api: Pick<LibraryApi, "get" | "recover">;
  recorder: Pick<Recorder, "segments" | "subscribe" | "retry">;
  player: RowPlayer | undefined;
  onBack: () => void;
  onSaveCopy: (id: string) => void;
}) {
  const { id, library, recorder } = props;
  const device = () => library.device(id);
  const { recording, failure, refresh } = createRecordingFacts({
    api: props.api,
    id,
    mayBeInBucket: () => device() === undefined || device()?.state === "sealed",
  });
  const [isRenaming, setRenaming] = createSignal(false);
  const [areDetailsOpen, setDetailsOpen] = createSignal(false);
  const facts = () => {
    const found = recording();
    return found && factsOf(found);
  };
  /** The list may not have come so far yet. */
  const row = () => library.row(id) ?? rowOf(id, facts()?.title);
  const isAbsent = () => {
    const isGone = failure() === "RECORDING_NOT_FOUND" && library.state(id).kind !== "elsewhere";
    return device() === undefined && (isGone || library.isRemoved(id));
  };
  const missing = () => (facts()?.gaps ?? []).filter(({ reason }) => reason !== "paused");
  const state = () => library.state(id);
  const where = () => {
    const word = stateWord(state());
    if (word !== "") return word;
    return library.isInBucket(id) || recording() ? "In your bucket" : "";
  };
  const lengthMs = () => library.lengthMs(id) ?? durationOf(recording());
  let page: HTMLElement | undefined;
  let title: HTMLElement | undefined;
  onMount(() => {
    library.watch(id);
    // The deck is above it on a phone.
    page?.scrollIntoView({ block: "start" });
    title?.focus({ preventScroll: true });
  });
  createEffect(() => {
    if (failure() === "MANIFEST_INVALID") library.markUnreadable(id);
  });
  const rename = (name: string | undefined, byKey: boolean) => {
    setRenaming(false);
    if (name !== undefined) library.rename(id, name);
    if (byKey) title?.querySelector("button")?.focus();
  };
  return (
    <article
      class="recording-page"
      aria-labelledby="recording-name"
      ref={(element) => {
        page = element;
      }}
    >
      <a
        class="backlink"
        href="/"
        onClick={(event) => {
          event.preventDefault();
          props.onBack();
        }}
      >
        <Icon name="back" /> Recordings
      </a>
      <Show
        when={!isAbsent()}
        fallback={
          <div class="blank">
            <h2 class="blank-lead" tabIndex={-1} id="recording-name">
              This recording is not in your bucket.
            </h2>
            <p>It was deleted, perhaps on another device or in another window.</p>
          </div>
        }
      >
        <h2
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
                value={row().isNamed ? row().name : ""}
                placeholder={row().name}
                onDone={rename}
              />
            }
          >
            <button
              type="button"
              class="title-button"
              aria-label={`Rename: ${row().name}`}
              onClick={() => setRenaming(true)}
            >
              <bdi>{row().name}</bdi>
            </button>
          </Show>
        </h2>
        <p class="page-meta num">
          <span>
            {shortDay(row().day, Date.now())}, {clockTime(row().startedAtMs)}
          </span>
          <Show when={lengthMs()}>
            {(ms) => (
              <>
                <i aria-hidden="true">·</i>
                <span>{formatSeconds(ms() - (ms() % 1000))}</span>
              </>
            )}
          </Show>
          <Show when={where()}>
            {(word) => (
              <>
                <i aria-hidden="true">·</i>
                <span class="where" classList={{ safe: state().kind === "safe" }}>
                  {word()}
                </span>
              </>
            )}
          </Show>
        </p>
        <PageTrouble
          state={state()}
          device={device()}
          recorder={recorder}
          failure={failure()}
          startedAtMs={row().startedAtMs}
          isRecovered={facts()?.isRecovered ?? false}
          onRecover={async () => {
            await props.api.recover(id);
            refresh();
            library.refresh();
          }}
          onRetry={() => recorder.retry()}
          onSaveCopy={() => props.onSaveCopy(id)}
        />
        <Show when={missing().length > 0}>
          <ul class="page-gaps">
            <For each={missing()}>
              {({ durationMs, startSample, reason }) => (
                <li>
                  <strong class="num">
                    {(durationMs / 1000).toFixed(1)} s missing at{" "}
                    {formatDuration(toMs(startSample))}
                  </strong>{" "}
                  {reason === "lost"
                    ? "This device was too busy."
                    : "The microphone or this device stood still."}
                </li>
              )}
            </For>
          </ul>
        </Show>
        <div class="page-actions">
          <Show when={props.player}>
            {(player) => (
              <button
                type="button"
                disabled={isOutOfReach(state())}
                onClick={() => player().play(id, props.atMs)}
              >
                <Icon name="play" /> Play
              </button>
            )}
          </Show>
          <Show when={lengthMs()}>
            <Downloads
              recordingId={id}
              title={row().isNamed ? row().name : undefined}
              startedAt={new Date(row().startedAtMs).toISOString()}
            />
          </Show>
          <Show when={device() && !library.isInBucket(id)}>
            <button type="button" onClick={() => props.onSaveCopy(id)}>
              <Icon name="download" /> Save a copy
            </button>
          </Show>
          <button
            type="button"
            class="danger"
            onClick={() => {
              library.remove(id);
              if (library.row(id) === undefined) props.onBack();
            }}
          >
            <Icon name="trash" /> Delete
          </button>
        </div>
        <details
          class="details"
          open={areDetailsOpen()}
          onToggle={(event) => setDetailsOpen(event.currentTarget.open)}
        >
          <summary>
            <Icon name="down" /> Details
          </summary>
          <Show when={areDetailsOpen()}>
            <Details
              id={id}
              api={props.api}
              recorder={recorder}
              device={device()}
              recording={recording()}
              onRetry={(segment) => recorder.retry(segment)}
            />
          </Show>
        </details>
      </Show>
    </article>
  );
}

function rowOf(id: string, title: string | undefined) {
  const newTitles = new Map(title === undefined ? [] : [[id, title]]);
  const [row] = libraryRows({ bucket: [], device: [id], newTitles, deleted: new Set() });
  if (row === undefined) throw new Error("a recording that is not deleted has a row");
  return row;
}

type Recording = ReturnType<ReturnType<typeof createRecordingFacts>["recording"]>;

const durationOf = (recording: Recording) =>
  recording?.state === "sealed" ? recording.durationMs : undefined;
