import { createMemo, mergeProps, Show, untrack } from "solid-js";
import type { ErrorCode } from "@tapedeck/core/error-codes";
import type { Recorder, RecorderSnapshot } from "@tapedeck/recorder";
import { createLater } from "../design/create-later.ts";
import { Incomplete } from "../design/Incomplete.tsx";
import type { LibraryFacts } from "../library/library-facts.ts";
import type { Settings } from "../settings/create-settings.ts";
import { words } from "../text/words.ts";
import type { MicrophoneCheck } from "./create-check.ts";
import type { Microphones } from "./create-microphones.ts";
import { deckState } from "./deck-state.ts";
import { DeckHead } from "./DeckHead.tsx";
import type { NoteActions } from "./DeckNote.tsx";
import { FirstVisit } from "./FirstVisit.tsx";
import { Keys } from "./Keys.tsx";
import type { Levels } from "./levels.ts";
import { isSafeToClose } from "./safety-rules.ts";
import type { HeldIn } from "./held-in.ts";

export interface DeckActions extends NoteActions {
  readonly record: () => void;
  readonly pauseOrResume: () => void;
  readonly stop: () => void;
  readonly checkMicrophone: () => void;
  readonly openMicrophones: (key: HTMLElement) => void;
  readonly openSettings: () => void;
  readonly showKeys: () => void;
  readonly deviceCopies: Recorder["deviceCopies"];
}

/** Is it on? Does it hear me? Is it safe? And the keys. */
export function Deck(props: {
  /** The `sub` of the person. */
  owner: string;
  snapshot: RecorderSnapshot;
  settings: Settings;
  microphones: Microphones;
  check: MicrophoneCheck;
  levels: Levels;
  library: LibraryFacts | undefined;
  /** A failure that the engine does not know of. */
  error: ErrorCode | undefined;
  canRecord: boolean;
  /** Before that, what the snapshot does not show may still be on this device. */
  isDeviceRead: boolean;
  isOffline: boolean;
  /** The person has signed out elsewhere: the deck says that instead of notes. */
  signedOut: { readonly heldIn: HeldIn } | undefined;
  actions: DeckActions;
}) {
  const { snapshot, actions } = props;
  const { deck } = words;
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
  const isRecording = () => snapshot.state !== "idle";
  /** In whole seconds: what is drawn of it changes with those only. */
  const elapsedMs = createMemo(() => Math.floor(snapshot.elapsedMs / 1000) * 1000);
  /** From its first sound: of a microphone that does not open, there is nothing to name. */
  const namedId = createMemo<string | undefined>((before) => {
    if (snapshot.state === "starting") return undefined;
    if (snapshot.state === "stopping") return before;
    return isRecording() ? snapshot.recordingId : savedId();
  });
  const microphone = () =>
    props.check.label() ??
    (isRecording() ? snapshot.microphone : undefined) ??
    props.microphones.list().find(({ deviceId }) => deviceId === props.settings.deviceId.value())
      ?.label;
  const playId = () => savedId() ?? props.library?.lastPlayableId();

  const code = createLater(() => import("./deck-room.tsx"));
  const room = createMemo(() => {
    const createDeckRoom = code.part()?.createDeckRoom;
    if (createDeckRoom === undefined) return undefined;
    const facts = mergeProps(props, {
      get state() {
        return state();
      },
      get namedId() {
        return namedId();
      },
      get elapsedMs() {
        return isRecording() ? elapsedMs() : snapshot.elapsedMs;
      },
      get microphone() {
        return microphone();
      },
    });
    return untrack(() => createDeckRoom(facts));
  });

  return (
    <section class="deck" data-state={state()} aria-label={deck.label}>
      <div class="deck-in">
        <div class="note-slot">
          <Show when={code.isMissing()} fallback={room()?.note()}>
            <Incomplete />
          </Show>
        </div>
        <DeckHead
          state={state()}
          elapsedMs={state() === "checking" ? 0 : elapsedMs()}
          isSafeToClose={isSafeToClose(snapshot.safety, props.library?.usage()?.isFull)}
        >
          {room()?.headName()}
        </DeckHead>
        <Show
          when={state() !== "first"}
          fallback={<FirstVisit onCheck={actions.checkMicrophone} />}
        >
          <Show when={room()} keyed fallback={<PlacesOfSound />}>
            {(opened) => opened.sound()}
          </Show>
        </Show>
        {room()?.news()}
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
          {room()?.foot()}
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
