import { Match, Show, Switch, type JSX } from "solid-js";
import { recordingStartedAtMicros } from "@tapedeck/core/ids";
import { RoomIcon, type IconName } from "../design/RoomIcon.tsx";
import { formatDuration, toMs } from "../text/format.ts";
import { whenWords } from "../text/local-day.ts";
import { messageFor } from "../text/messages.ts";
import { deckWords } from "#words/deck";
import type { FullStorage, Note } from "./choose-note.ts";
import { formatNumber } from "../text/intl.ts";
import type { HeldIn } from "./held-in.ts";

export interface NoteActions {
  readonly resumeCapture: () => void;
  readonly chooseMicrophone: () => void;
  readonly play: (recordingId: string) => void;
}

const { notes } = deckWords;
/** What becomes of a recording that finds no room, by where this browser keeps it. */
const FULL: Readonly<Record<HeldIn, string>> = {
  device: notes.fullOnDevice,
  "device-that-may-forget": notes.fullMayForget,
  "this-page": notes.fullInWindow,
};
const fullLead = ({ used, isFullOfDeleted }: FullStorage) => {
  if (isFullOfDeleted) return notes.fullOfDeleted;
  return used === undefined ? notes.full : notes.fullWith(used);
};

type Of<Kind extends Note["kind"]> = Extract<Note, { readonly kind: Kind }>;

/** The one note of the deck, above the clock: it covers and moves no key. */
export function DeckNote(props: {
  note: Note | undefined;
  /** As the browser calls the microphone. */
  microphone: string | undefined;
  actions: NoteActions;
}) {
  /** Narrows the note for a branch of the switch. */
  const of = <Kind extends Note["kind"]>(kind: Kind) =>
    props.note?.kind === kind ? (props.note as Of<Kind>) : undefined;
  const microphone = () => props.microphone ?? deckWords.level.aMicrophone;
  return (
    <Switch>
      <Match when={of("error")}>
        {(note) => (
          <Sentence
            icon={note().code.startsWith("MIC_") ? "mic" : "alert"}
            isUrgent
            lead={messageFor(note().code).happened}
          >
            {messageFor(note().code).toDo}
          </Sentence>
        )}
      </Match>
      <Match when={of("suspended")}>
        <Sentence icon="mic" isUrgent lead={notes.heldUp}>
          {notes.nothingUntil}{" "}
          <Act word={notes.letGoOn} onAct={() => props.actions.resumeCapture()} />
        </Sentence>
      </Match>
      <Match when={of("reopening")}>
        <Sentence icon="mic" isUrgent lead={notes.wentAway(microphone())}>
          {notes.lookedFor}
        </Sentence>
      </Match>
      <Match when={of("silent")}>
        <Sentence icon="mic" isUrgent lead={notes.noSoundFrom(microphone())}>
          {notes.recordingGoesOn}{" "}
          <Act word={notes.chooseAnother} onAct={() => props.actions.chooseMicrophone()} />
        </Sentence>
      </Match>
      <Match when={of("took-over")}>
        {(note) => (
          <Sentence icon="mic" lead={notes.wentAway(note().from)}>
            {notes.goesOnWith(note().to)}
          </Sentence>
        )}
      </Match>
      <Match when={of("low-room")}>
        {(note) => (
          <Sentence icon="device" lead={notes.roomFor(formatNumber(note().minutes))}>
            {notes.freeSpace}
          </Sentence>
        )}
      </Match>
      <Match when={of("full")}>
        {(note) => (
          <Sentence icon="alert" lead={fullLead(note())}>
            {note().isFullOfDeleted ? notes.untilForgotten : FULL[note().heldIn]}
          </Sentence>
        )}
      </Match>
      <Match when={of("in-memory")}>
        <Sentence icon="lock" lead={notes.keepOpen}>
          {notes.untilGreen}
        </Sentence>
      </Match>
      <Match when={of("may-be-forgotten")}>
        <Sentence icon="lock" lead={notes.mayForget}>
          {notes.waitForGreen}
        </Sentence>
      </Match>
      <Match when={of("too-loud")}>
        <Sentence icon="alert" lead={notes.tooLoud}>
          {notes.moveBack}
        </Sentence>
      </Match>
      <Match when={of("rescued")}>
        {(note) => {
          const { recordingId } = note().recording;
          const startedAtMs = recordingStartedAtMicros(recordingId) / 1000;
          const length = () => formatDuration(toMs(note().recording.sampleCount));
          return (
            <Sentence
              icon="rescued"
              isCalm
              lead={notes.cutOff(whenWords(startedAtMs, Date.now()), length())}
            >
              <Show when={note().isInBucket} fallback={notes.onItsWay}>
                {notes.allInBucket}
              </Show>{" "}
              <Act word={notes.play} onAct={() => props.actions.play(recordingId)} />
            </Sentence>
          );
        }}
      </Match>
    </Switch>
  );
}

function Sentence(props: {
  icon: IconName;
  lead: string;
  /** Screen readers interrupt for it: what the person says is not recorded. */
  isUrgent?: boolean;
  isCalm?: boolean;
  children: JSX.Element;
}) {
  return (
    <div
      class="note"
      classList={{ calm: props.isCalm === true }}
      role={props.isUrgent ? "alert" : "status"}
    >
      <RoomIcon name={props.icon} />
      <p>
        <strong>{props.lead}</strong> {props.children}
      </p>
    </div>
  );
}

function Act(props: { word: string; onAct: () => void }) {
  return (
    <button type="button" class="inline" onClick={() => props.onAct()}>
      {props.word}
    </button>
  );
}
