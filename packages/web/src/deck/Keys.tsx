import { Icon } from "../design/Icon.tsx";
import { words } from "../text/words.ts";
import { bigKey, rightKey, type DeckState } from "./deck-state.ts";

/**
 * Three keys that never move. Each is one button for life, which only changes what it says and does: so the focus
 * stays on it. A key that does nothing now is `aria-disabled`, because a disabled button drops the focus.
 */
export function Keys(props: {
  state: DeckState;
  /** The browser can record, and the person is signed in. */
  canRecord: boolean;
  canPlay: boolean;
  canChooseMicrophone: boolean;
  microphone: string | undefined;
  onMicrophone: (key: HTMLElement) => void;
  onRecord: () => void;
  onPauseOrResume: () => void;
  onStop: () => void;
  onPlay: () => void;
}) {
  const { deck } = words;
  const big = () => bigKey(props.state);
  const right = () => rightKey(props.state);
  const isBusy = () => props.state === "starting" || props.state === "stopping";
  const isBigOff = () => isBusy() || (big() === "record" && !props.canRecord);
  const isRightOff = () => (right() === "stop" ? props.state === "stopping" : !props.canPlay);
  const rightWord = () =>
    ({ stop: deck.stop, "play-saved": deck.play, "play-last": deck.playLast })[right()];
  const rightName = () =>
    ({
      stop: deck.stop,
      "play-saved": deck.playSaved,
      "play-last": deck.playLastRecording,
    })[right()];
  return (
    <div class="keys">
      <div class="key">
        <button
          type="button"
          class="round-key"
          aria-label={
            props.microphone === undefined ? deck.microphone : deck.microphoneIs(props.microphone)
          }
          aria-haspopup="dialog"
          aria-disabled={!props.canChooseMicrophone}
          onClick={(event) => {
            if (props.canChooseMicrophone) props.onMicrophone(event.currentTarget);
          }}
        >
          <Icon name="mic" />
        </button>
        <span aria-hidden="true">{deck.microphone}</span>
      </div>
      <div class="key main">
        <button
          type="button"
          class="rec-key"
          data-shows={big() === "record" && !props.canRecord ? "nothing" : big()}
          aria-label={deck[big()]}
          aria-disabled={isBigOff()}
          aria-keyshortcuts="Control+Shift+Space"
          onClick={() => {
            if (isBigOff()) return;
            if (big() === "record") props.onRecord();
            else props.onPauseOrResume();
          }}
        >
          <span class="disc" />
          <Icon name="pause" />
        </button>
        <span aria-hidden="true">{deck[big()]}</span>
      </div>
      <div class="key">
        <button
          type="button"
          class="round-key"
          aria-label={rightName()}
          aria-disabled={isRightOff()}
          aria-keyshortcuts={right() === "stop" ? "Control+Shift+Enter" : undefined}
          onClick={() => {
            if (isRightOff()) return;
            if (right() === "stop") props.onStop();
            else props.onPlay();
          }}
        >
          <Icon name={right() === "stop" ? "stop" : "play"} />
        </button>
        <span aria-hidden="true">{rightWord()}</span>
      </div>
    </div>
  );
}
