import { Match, Show, Switch } from "solid-js";
import { deckWords } from "#words/deck";
import type { DeckState } from "./deck-state.ts";
import type { HearingWord } from "./hearing.ts";
import { Hears } from "./Hears.tsx";
import { LevelMeter } from "./LevelMeter.tsx";
import type { Levels } from "./levels.ts";
import { LiveWave, type WaveShown } from "./LiveWave.tsx";
import { SafetyLine } from "./SafetyLine.tsx";
import type { TakeName as Name } from "./create-take-name.ts";
import { TakeName } from "./TakeName.tsx";
import type { Tape } from "./tape.ts";

const WAVE: Readonly<Record<DeckState, WaveShown>> = {
  first: "dots",
  checking: "checking",
  idle: "dots",
  starting: "dots",
  recording: "recording",
  paused: "paused",
  stopping: "paused",
  saved: "whole",
};

/** Does it hear me, and is it safe? Comes once the keys are there; its places are kept free meanwhile. */
export function DeckSound(props: {
  state: DeckState;
  levels: Levels;
  heard: HearingWord | undefined;
  lostMs: number;
  tape: Tape | undefined;
  microphone: string | undefined;
  name: Name;
  namePlaceholder: string;
}) {
  const isHearing = () => props.state === "recording" || props.state === "checking";
  return (
    <>
      <LiveWave levels={props.levels} shown={WAVE[props.state]} lostMs={props.lostMs} />
      <div class="take-place">
        <Show
          when={props.state === "saved"}
          fallback={<LevelMeter levels={props.levels} isOn={isHearing()} hearing={props.heard} />}
        >
          <TakeName
            name={props.name}
            look="field"
            label={deckWords.take.name}
            placeholder={props.namePlaceholder}
          />
        </Show>
      </div>
      <div class="safety-slot">
        <Switch>
          <Match when={props.state === "checking" && props.heard}>
            {(word) => (
              <Hears word={word()} microphone={props.microphone || deckWords.level.aMicrophone} />
            )}
          </Match>
          <Match when={props.state !== "checking" && props.tape}>
            {(shown) => <SafetyLine tape={shown()} />}
          </Match>
        </Switch>
      </div>
    </>
  );
}
