import { deckWords } from "#words/deck";
import type { HearingWord } from "./hearing.ts";

/** What a check of the microphone hears, and what to do about it. */
export function Hears(props: { word: HearingWord; microphone: string }) {
  const { level } = deckWords;
  const advice = () => {
    switch (props.word) {
      case "good":
        return level.hears(props.microphone);
      case "quiet":
        return level.moveCloser;
      case "loud":
        return level.moveBack;
      case "silent":
        return level.isItMuted;
    }
  };
  return (
    <p class="hears" data-word={props.word} role="status">
      <bdi>
        <strong>{level[props.word]}.</strong> {advice()}
      </bdi>
    </p>
  );
}
