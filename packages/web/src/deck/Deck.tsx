import { createEffect, createMemo, createResource, createSignal, onCleanup, Show } from "solid-js";
import type { ErrorCode } from "@tapedeck/core/error-codes";
import type { RecorderSnapshot } from "@tapedeck/recorder";
import type { KeptChanges } from "../kept-changes.ts";
import type { LibraryFacts } from "../library/library-facts.ts";
import type { Settings } from "../settings/create-settings.ts";
import { soundWords } from "../settings/sound-words.ts";
import { formatMissing } from "../text/format.ts";
import { rulesFor } from "./safety-rules.ts";
import { words } from "../text/words.ts";
import { chooseNote } from "./choose-note.ts";
import type { MicrophoneCheck } from "./create-check.ts";
import type { MicrophoneNews } from "./create-microphone-news.ts";
import type { Microphones } from "./create-microphones.ts";
import { createTakeName } from "./create-take-name.ts";
import { deckState, type DeckState } from "./deck-state.ts";
import { DeckHead } from "./DeckHead.tsx";
import type { NoteActions } from "./DeckNote.tsx";
import { FirstVisit } from "./FirstVisit.tsx";
import { createHearing, type HearingWord } from "./hearing.ts";
import { Keys } from "./Keys.tsx";
import type { Levels } from "./levels.ts";
import { SafetyNews } from "./SafetyNews.tsx";
import type { HeldIn } from "./SignedOutNotice.tsx";
import { TakeName } from "./TakeName.tsx";
import { tapeOfAll, tapeOfOne } from "./tape.ts";

export interface DeckActions extends NoteActions {
  readonly record: () => void;
  readonly pauseOrResume: () => void;
  readonly stop: () => void;
  readonly checkMicrophone: () => void;
  readonly openMicrophones: (key: HTMLElement) => void;
  readonly openSettings: () => void;
  readonly showKeys: () => void;
}

/** Is it on? Does it hear me? Is it safe? And the keys. */
export function Deck(props: {
  snapshot: RecorderSnapshot;
  settings: Settings;
  microphones: Microphones;
  check: MicrophoneCheck;
  microphoneNews: MicrophoneNews;
  levels: Levels;
  kept: KeptChanges;
  library: LibraryFacts | undefined;
  /** A failure that the engine does not know of. */
  error: ErrorCode | undefined;
  canRecord: boolean;
  /** Before that, what the snapshot does not show may still be on this device. */
  isDeviceRead: boolean;
  isOffline: boolean;
  /** The person has signed out elsewhere: the deck says that instead of notes. */
  signedOut: { readonly heldIn: HeldIn; readonly onSave: () => void } | undefined;
  actions: DeckActions;
}) {
  const { snapshot, actions } = props;
  const { deck } = words;
  // What no recording needs in order to begin comes once the keys are there.
  const [sound] = createResource(() => import("./DeckSound.tsx"));
  const [notes] = createResource(() => import("./DeckNote.tsx"));
  const savedId = () => {
    const { state, elapsedMs, recordingId } = snapshot;
    if (state !== "idle" || elapsedMs === 0 || recordingId === undefined) return undefined;
    return props.library?.isRemoved(recordingId) ? undefined : recordingId;
  };
  const state = createMemo(() =>
    deckState({
      recorder: snapshot.state,
      hasSaved: savedId() !== undefined,
      isChecking: props.check.label() !== undefined,
      isMicrophoneNew: props.microphones.isNew(),
    }),
  );
  const isHearing = () => state() === "recording" || state() === "checking";
  const isRecording = () => snapshot.state !== "idle";
  const savedIdOrRunning = () => (isRecording() ? snapshot.recordingId : savedId());
  /** From its first sound: of a microphone that does not open, there is nothing to name. */
  const namedId = createMemo<string | undefined>((before) => {
    if (snapshot.state === "starting") return undefined;
    return snapshot.state === "stopping" ? before : savedIdOrRunning();
  });
  const name = createTakeName({ recordingId: namedId, kept: props.kept });

  const hearing = createHearing();
  const [heard, setHeard] = createSignal<HearingWord>();
  createEffect(() => {
    if (isHearing()) return;
    hearing.forget();
    setHeard(undefined);
  });
  onCleanup(props.levels.listen((levels) => setHeard(hearing.hear(levels))));

  const isInMemory = () => snapshot.storage === "memory";
  const recording = () =>
    snapshot.recordings.find(({ recordingId }) => recordingId === snapshot.recordingId);
  const leftCount = () => snapshot.recordings.filter((each) => each.state !== "sealed").length;
  const tape = createMemo(() => {
    const isOne = isRecording() || (state() === "saved" && recording()?.state !== "sealed");
    const { elapsedMs } = snapshot;
    if (isOne || (state() === "saved" && leftCount() === 0)) {
      return tapeOfOne({ elapsedMs, recording: recording(), isInMemory: isInMemory() });
    }
    // Of somebody who has signed out, the page shows nothing but what it records.
    if (props.signedOut) return undefined;
    return tapeOfAll({
      leftCount: leftCount(),
      storedCount: props.isDeviceRead ? props.library?.storedCount() : undefined,
      elsewhereCount: props.library?.elsewhereCount() ?? 0,
      isInMemory: isInMemory(),
    });
  });
  const rescued = () => snapshot.saved.filter(({ kind }) => kind === "cut-off").at(-1);
  const takesSound = () => isRecording() && snapshot.state !== "stopping";
  const note = createMemo(() =>
    chooseNote({
      error: props.error ?? snapshot.error?.code ?? props.check.error(),
      capture: takesSound() && !props.microphoneNews.isChanging() ? snapshot.capture : "open",
      tookOver: props.microphoneNews.took(),
      isSilent: takesSound() && snapshot.isSilent,
      room: snapshot.room,
      safety: snapshot.safety,
      isInMemory: isInMemory(),
      isRecording: isRecording(),
      hearing: state() === "recording" ? heard() : undefined,
      rescued: rescued(),
      isRescuedInBucket: snapshot.recordings.some(
        (each) => each.recordingId === rescued()?.recordingId && each.state === "sealed",
      ),
    }),
  );
  const microphone = () =>
    props.check.label() ??
    (isRecording() ? snapshot.microphone : undefined) ??
    props.microphones.list().find(({ deviceId }) => deviceId === props.settings.deviceId.value())
      ?.label;
  const playId = () => savedId() ?? props.library?.lastPlayableId();
  const automaticName = () => {
    const id = namedId();
    return (id === undefined ? undefined : props.library?.automaticNameOf(id)) ?? deck.name;
  };

  return (
    <section class="deck" data-state={state()} aria-label={deck.label}>
      <div class="deck-in">
        <div class="note-slot">
          <Show when={notes.latest} keyed>
            {(room) => (
              <Show
                when={props.signedOut}
                fallback={
                  <room.DeckNote note={note()} microphone={microphone()} actions={actions} />
                }
              >
                {(signedOut) => (
                  <room.SignedOutNotice {...signedOut()} isRecording={isRecording()} />
                )}
              </Show>
            )}
          </Show>
        </div>
        <DeckHead
          state={state()}
          elapsedMs={state() === "checking" ? 0 : snapshot.elapsedMs}
          isSafeToClose={!rulesFor(snapshot.safety).asksBeforeClosing}
        >
          <Show when={!props.signedOut && state() !== "saved" && state() !== "first"}>
            <TakeName
              name={name}
              look="head"
              label={isRecording() ? deck.nameOfThis : deck.nameOfNext}
              placeholder={automaticName()}
            />
          </Show>
        </DeckHead>
        <Show
          when={state() !== "first"}
          fallback={<FirstVisit onCheck={actions.checkMicrophone} />}
        >
          <Show when={sound.latest} keyed fallback={<PlacesOfSound />}>
            {(room) => (
              <room.DeckSound
                state={state()}
                levels={props.levels}
                heard={heard()}
                lostMs={shownLostMs(state(), snapshot)}
                tape={tape()}
                microphone={microphone()}
                name={name}
                namePlaceholder={automaticName()}
              />
            )}
          </Show>
        </Show>
        <SafetyNews
          tape={isRecording() ? undefined : tape()}
          isOffline={props.isOffline}
          isSoundMissing={formatMissing(shownLostMs(state(), snapshot)) !== undefined}
        />
        <Keys
          state={state()}
          canRecord={props.canRecord}
          canPlay={!props.signedOut && playId() !== undefined}
          canChooseMicrophone={!props.signedOut}
          microphone={microphone()}
          onMicrophone={actions.openMicrophones}
          onRecord={actions.record}
          onPauseOrResume={actions.pauseOrResume}
          onStop={actions.stop}
          onPlay={() => {
            const id = playId();
            if (id !== undefined) actions.play(id);
          }}
        />
        <p class="deck-foot" hidden={props.signedOut !== undefined}>
          <button type="button" class="link num" onClick={() => actions.openSettings()}>
            {soundWords(props.settings)}
          </button>
          <button type="button" class="link" onClick={() => actions.showKeys()}>
            {deck.shortcuts} <kbd>?</kbd>
          </button>
        </p>
      </div>
    </section>
  );
}

/** As high as what comes there. */
function PlacesOfSound() {
  return (
    <>
      <div class="scope" data-kind="dots" />
      <div class="take-place" />
      <div class="safety-slot" />
    </>
  );
}

/** A check of the microphone is no recording, and its wave has no holes. */
function shownLostMs(state: DeckState, { lostMs }: RecorderSnapshot): number {
  return ["recording", "paused", "stopping", "saved"].includes(state) ? lostMs : 0;
}
