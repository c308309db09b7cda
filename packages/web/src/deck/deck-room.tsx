// What the deck shows beside its clock and its keys. No recording needs it in order to begin, so its code comes
// once the keys are there.
import { createEffect, createMemo, createSignal, onCleanup, Show } from "solid-js";
import type { ErrorCode } from "@tapedeck/core/error-codes";
import type { RecorderSnapshot } from "@tapedeck/recorder";
import { adoptStyles } from "../design/adopt-styles.ts";
import { keptChangesOf } from "../kept-changes.ts";
import { createCopies } from "../library/create-copies.ts";
import type { LibraryFacts } from "../library/library-facts.ts";
import type { Settings } from "../settings/create-settings.ts";
import { soundWords } from "../settings/sound-words.ts";
import { formatMissing } from "../text/format.ts";
import { waitsForRoom } from "../waits-for-room.ts";
import { deckWords } from "#words/deck";
import { chooseNote } from "./choose-note.ts";
import type { MicrophoneCheck } from "./create-check.ts";
import { createMicrophoneNews } from "./create-microphone-news.ts";
import { createTakeName } from "./create-take-name.ts";
import type { DeckState } from "./deck-state.ts";
import type { DeckActions } from "./Deck.tsx";
import { DeckNote } from "./DeckNote.tsx";
import { DeckSound } from "./DeckSound.tsx";
import { heldIn, type HeldIn } from "./held-in.ts";
import { createHearing, type HearingWord } from "./hearing.ts";
import type { Levels } from "./levels.ts";
import meterStyles from "./meter.css?inline";
import noteStyles from "./note.css?inline";
import { makeDeckKeys } from "./make-deck-keys.ts";
import { SafetyNews } from "./SafetyNews.tsx";
import { SignedOutNotice } from "./SignedOutNotice.tsx";
import shortStyles from "./short.css?inline";
import soundStyles from "./sound.css?inline";
import { TakeName } from "./TakeName.tsx";
import { tapeOfAll, tapeOfOne } from "./tape.ts";

/** What the deck knows, as Solid props: each is read where it is shown. */
export interface DeckFacts {
  readonly state: DeckState;
  readonly snapshot: RecorderSnapshot;
  /** In whole seconds while a recording runs. */
  readonly elapsedMs: number;
  /** The recording that runs, or that was just made. */
  readonly namedId: string | undefined;
  readonly microphone: string | undefined;
  readonly check: MicrophoneCheck;
  readonly levels: Levels;
  /** The `sub` of the person. */
  readonly owner: string;
  readonly settings: Settings;
  readonly library: LibraryFacts | undefined;
  readonly error: ErrorCode | undefined;
  readonly isDeviceRead: boolean;
  readonly isOffline: boolean;
  readonly signedOut: { readonly heldIn: HeldIn } | undefined;
  readonly actions: DeckActions;
}

/** The parts, each for its own place in the deck. */
export type DeckRoom = ReturnType<typeof createDeckRoom>;

/** Call it once for a deck, under its owner. */
export function createDeckRoom(facts: DeckFacts) {
  for (const sheet of [soundStyles, meterStyles, noteStyles, shortStyles]) adoptStyles(sheet);
  const { snapshot } = facts;
  const { take, foot } = deckWords;
  const name = createTakeName({
    recordingId: () => facts.namedId,
    kept: keptChangesOf(facts.owner),
  });
  const isRecording = () => snapshot.state !== "idle";
  const isInMemory = () => snapshot.storage === "memory";
  const heard = createHeard(facts);
  const microphoneNews = createMicrophoneNews(snapshot, facts.settings.deviceId.value);

  const recording = () =>
    snapshot.recordings.find(({ recordingId }) => recordingId === snapshot.recordingId);
  const left = () => snapshot.recordings.filter((each) => each.state !== "sealed");
  const leftCount = () => left().length;
  const tape = createMemo(() => {
    const isSaved = facts.state === "saved";
    const isOne = isRecording() || (isSaved && recording()?.state !== "sealed");
    const { elapsedMs } = facts;
    if (isOne || (isSaved && leftCount() === 0)) {
      const made = recording();
      return tapeOfOne({
        elapsedMs,
        recording: made,
        isInMemory: isInMemory(),
        waitsForRoom: made !== undefined && waitsForRoom(made),
      });
    }
    // After a sign-out, the page shows only the recording that runs.
    if (facts.signedOut) return undefined;
    return tapeOfAll({
      leftCount: leftCount(),
      storedCount: facts.isDeviceRead ? facts.library?.storedCount() : undefined,
      elsewhereCount: facts.library?.elsewhereCount() ?? 0,
      isInMemory: isInMemory(),
      waitsForRoom: left().every(waitsForRoom),
    });
  });

  const copies = createCopies(facts.actions);

  /** By the server's figures, or because it has refused a recording. */
  const full = () => {
    const usage = facts.library?.usage();
    if (usage?.isFull) return { used: usage.written, isFullOfDeleted: usage.share < 1 };
    const isRefused = left().some(waitsForRoom);
    return isRefused ? { used: undefined, isFullOfDeleted: false } : undefined;
  };
  const rescued = () => snapshot.saved.filter(({ kind }) => kind === "cut-off").at(-1);
  const takesSound = () => isRecording() && snapshot.state !== "stopping";
  const chosenNote = createMemo(() =>
    chooseNote({
      error: facts.error ?? snapshot.error?.code ?? facts.check.error(),
      capture: takesSound() && !microphoneNews.isChanging() ? snapshot.capture : "open",
      tookOver: microphoneNews.took(),
      isSilent: takesSound() && snapshot.isSilent,
      room: snapshot.room,
      full: full(),
      safety: snapshot.safety,
      heldIn: heldIn(snapshot),
      isRecording: isRecording(),
      hearing: facts.state === "recording" ? heard() : undefined,
      rescued: rescued(),
      isRescuedInBucket: snapshot.recordings.some(
        (each) => each.recordingId === rescued()?.recordingId && each.state === "sealed",
      ),
    }),
  );
  const automaticName = () =>
    (facts.namedId === undefined ? undefined : facts.library?.automaticNameOf(facts.namedId)) ??
    take.name;

  const { actions } = facts;
  makeDeckKeys({
    recordOrPause: () => (isRecording() ? actions.pauseOrResume() : actions.record()),
    stop: actions.stop,
    showKeys: actions.showKeys,
  });

  return {
    note: () => (
      <Show
        when={facts.signedOut}
        fallback={<DeckNote note={chosenNote()} microphone={facts.microphone} actions={actions} />}
      >
        {(signedOut) => (
          <SignedOutNotice
            heldIn={signedOut().heldIn}
            copies={copies.news()}
            onSave={() => void copies.save(snapshot.recordings.map((each) => each.recordingId))}
            isRecording={isRecording()}
          />
        )}
      </Show>
    ),
    headName: () => (
      <Show when={!facts.signedOut && facts.state !== "saved" && facts.state !== "first"}>
        <TakeName
          name={name}
          look="head"
          label={isRecording() ? take.ofThis : take.ofNext}
          placeholder={automaticName()}
        />
      </Show>
    ),
    sound: () => (
      <DeckSound
        state={facts.state}
        levels={facts.levels}
        heard={heard()}
        lostMs={shownLostMs(facts)}
        tape={tape()}
        microphone={facts.microphone}
        name={name}
        namePlaceholder={automaticName()}
      />
    ),
    news: () => (
      <SafetyNews
        tape={isRecording() ? undefined : tape()}
        isOffline={facts.isOffline}
        isSoundMissing={formatMissing(shownLostMs(facts)) !== undefined}
      />
    ),
    foot: () => (
      <>
        <button type="button" class="link num" onClick={() => actions.openSettings()}>
          {soundWords(facts.settings)}
        </button>
        <button type="button" class="link" onClick={() => actions.showKeys()}>
          {foot.shortcuts} <kbd>?</kbd>
        </button>
      </>
    ),
  };
}

/** What the microphone hears, in a word, while the deck listens to it. */
function createHeard(facts: Pick<DeckFacts, "state" | "levels">) {
  const hearing = createHearing();
  const [heard, setHeard] = createSignal<HearingWord>();
  createEffect(() => {
    if (facts.state === "recording" || facts.state === "checking") return;
    hearing.forget();
    setHeard(undefined);
  });
  onCleanup(facts.levels.listen((levels) => setHeard(hearing.hear(levels))));
  return heard;
}

/** A check of the microphone is no recording, and its wave has no holes. */
function shownLostMs({ state, snapshot }: Pick<DeckFacts, "state" | "snapshot">): number {
  return ["recording", "paused", "stopping", "saved"].includes(state) ? snapshot.lostMs : 0;
}
