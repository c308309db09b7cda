import { createEffect, createMemo, createSignal, onMount, Show } from "solid-js";
import type { Recorder } from "@tapedeck/recorder";
import type { LibraryApi } from "../api/library-api.ts";
import type { PlayerHost } from "../player/player.ts";
import { createRecordingFacts } from "./create-recording-facts.ts";
import type { Library } from "./create-library.ts";
import { Details } from "./Details.tsx";
import { RoomIcon } from "../design/RoomIcon.tsx";
import { libraryRows } from "./library-rows.ts";
import { offeredFiles } from "./offered-files.ts";
import { PageActions } from "./PageActions.tsx";
import { PageMeta } from "./PageMeta.tsx";
import { PageTitle } from "./PageTitle.tsx";
import { PageTrouble } from "./PageTrouble.tsx";
import { PlayerPlace } from "./PlayerPlace.tsx";
import { factsOf } from "./recording-facts.ts";
import { isOutOfReach } from "./row-state.ts";
import { troubleCodes } from "./trouble-codes.ts";
import { libraryWords } from "#words/library";

/** One recording: its name, when, how long, where; its sound; what a person can do with it; its details. */
export function RecordingPage(props: {
  /** A well-formed id; the parent mounts a new page for a new one. */
  id: string;
  /** Where in the sound the address points. */
  atMs: number | undefined;
  library: Library;
  api: Pick<LibraryApi, "get" | "recover">;
  recorder: Pick<Recorder, "segments" | "subscribe" | "retry">;
  player: Pick<PlayerHost, "load"> | undefined;
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
  const [areDetailsOpen, setDetailsOpen] = createSignal(false);
  const facts = createMemo(() => {
    const found = recording();
    return found && factsOf(found);
  });
  /** The list may not have come so far yet. */
  const row = () => library.row(id) ?? rowOf(id, facts()?.title);
  const isAbsent = () => {
    const isGone =
      failure() === "RECORDING_DELETED" ||
      (failure() === "RECORDING_NOT_FOUND" && library.state(id).kind !== "elsewhere");
    return device() === undefined && (isGone || library.isRemoved(id));
  };
  const state = () => library.state(id);
  const lengthMs = () => library.lengthMs(id) ?? durationOf(recording());
  const stuckSegments = () => {
    const held = device();
    if (held === undefined || held.stuckCount === 0) return [];
    return recorder.segments(held.recordingId).filter(({ status }) => status.kind === "stuck");
  };
  const codes = () =>
    troubleCodes({
      state: state(),
      device: device(),
      stuckSegments: stuckSegments(),
      failure: failure(),
    });
  const isWaiting = () => device() !== undefined && !library.isInBucket(id) && codes().length > 0;
  const files = () => {
    if (lengthMs() === undefined) return "none";
    const offered = offeredFiles(device(), library.isInBucket(id));
    // The trouble above offers a copy already.
    return offered === "copy" && isWaiting() ? "none" : offered;
  };
  let page: HTMLElement | undefined;
  onMount(() => {
    library.watch(id);
    // The deck is above it on a phone.
    page?.scrollIntoView({ block: "start" });
  });
  createEffect(() => {
    if (failure() === "MANIFEST_INVALID") library.markUnreadable(id);
  });
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
        <RoomIcon name="back" /> {libraryWords.title}
      </a>
      <Show
        when={!isAbsent()}
        fallback={
          <div class="blank">
            <h1 class="blank-lead" tabIndex={-1} id="recording-name">
              {libraryWords.page.absent}
            </h1>
            <p>{libraryWords.page.absentHint}</p>
          </div>
        }
      >
        <PageTitle row={row()} onRename={(name) => library.rename(id, name)} />
        <PageMeta
          row={row()}
          lengthMs={lengthMs()}
          state={state()}
          isInBucket={library.isInBucket(id) || recording() !== undefined}
        />
        <PageTrouble
          state={state()}
          device={device()}
          codes={codes()}
          stuckSamples={stuckSegments().reduce((sum, { sampleCount }) => sum + sampleCount, 0)}
          isWaiting={isWaiting()}
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
        <Show when={!isOutOfReach(state()) && props.player}>
          {(player) => (
            <PlayerPlace
              player={player()}
              sound={{
                recordingId: id,
                startMs: props.atMs,
                durationMs: lengthMs(),
                gaps: facts()?.gaps,
                isGrowing: state().kind === "recording" || device()?.state === "open",
                isRemoved: () => library.isRemoved(id),
              }}
            />
          )}
        </Show>
        <PageActions
          row={row()}
          files={files()}
          onSaveCopy={() => props.onSaveCopy(id)}
          onDelete={() => {
            library.remove(id);
            if (library.row(id) === undefined) props.onBack();
          }}
        />
        <details
          class="details"
          open={areDetailsOpen()}
          onToggle={(event) => setDetailsOpen(event.currentTarget.open)}
        >
          <summary>
            <RoomIcon name="down" /> {libraryWords.details.title}
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
