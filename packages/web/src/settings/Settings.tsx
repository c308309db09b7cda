import { createUniqueId, For, type JSX } from "solid-js";
import type { Microphone, RecorderSnapshot } from "@tapedeck/recorder";
import { adoptStyles } from "../design/adopt-styles.ts";
import { RoomIcon } from "../design/RoomIcon.tsx";
import { settingsWords } from "#words/settings";
import { KILOBITS_PER_SECOND, type Settings as Chosen } from "./create-settings.ts";
import { Choice, Switch } from "./Choice.tsx";
import { SegmentLengthPicker } from "./SegmentLengthPicker.tsx";
import styles from "./settings.css?inline";
import { megabytesAnHour } from "./sound-words.ts";
import { formatNumber } from "../text/intl.ts";

const { keys, settings: say } = settingsWords;
const STORAGE: Readonly<Record<NonNullable<RecorderSnapshot["storage"]>, string>> = {
  opfs: say.storageFiles,
  indexeddb: say.storageDatabase,
  memory: say.storageMemory,
};

/** What a person chooses for this browser. */
export function Settings(props: {
  settings: Chosen;
  microphones: readonly Microphone[];
  storage: RecorderSnapshot["storage"];
  onBack: () => void;
}) {
  adoptStyles(styles);
  const { settings } = props;
  const microphones = () => [
    { value: "", word: settingsWords.microphones.browserChoice },
    ...props.microphones.map(({ deviceId, label }, index) => ({
      value: deviceId,
      word: label || settingsWords.microphones.numbered(formatNumber(index + 1)),
    })),
  ];
  return (
    <section class="settings" aria-labelledby="settings-title">
      <button type="button" class="backlink" onClick={() => props.onBack()}>
        <RoomIcon name="back" />
        {say.back}
      </button>
      <h1
        id="settings-title"
        class="page-title"
        tabIndex={-1}
        ref={(title) => queueMicrotask(() => title.focus())}
      >
        {say.title}
      </h1>
      <Group title={say.microphone}>
        <For each={microphones()}>
          {({ value, word }) => (
            <label class="choice-row">
              <input
                type="radio"
                name="settings-microphone"
                checked={settings.deviceId.value() === value}
                onChange={() => settings.deviceId.choose(value)}
              />
              <span>{word}</span>
            </label>
          )}
        </For>
      </Group>
      <Group title={say.sound} foot={say.nextRecording}>
        <Choice
          title={say.processing}
          hint={say.processingHint}
          setting={settings.processing}
          choices={[
            ["none", say.processingNone],
            ["speech", say.processingSpeech],
          ]}
        />
        <Choice
          title={say.quality}
          hint={say.qualityHint(megabytesAnHour(settings.kilobitsPerSecond.value()))}
          setting={settings.kilobitsPerSecond}
          choices={KILOBITS_PER_SECOND.map((kilobits) => [kilobits, formatNumber(kilobits)])}
        />
        <SegmentLengthPicker setting={settings.segmentSeconds} />
      </Group>
      <Group title={say.page}>
        <Choice
          title={say.theme}
          setting={settings.theme}
          choices={[
            ["system", say.themeSystem],
            ["light", say.themeLight],
            ["dark", say.themeDark],
          ]}
        />
        <div class="set">
          <div>
            <p>{say.shortcuts}</p>
            <small>
              <kbd>{keys.control}</kbd> <kbd>{keys.shift}</kbd> <kbd>{keys.space}</kbd> ·{" "}
              {say.shortcutsHint}
            </small>
          </div>
          <Switch setting={settings.shortcuts} label={say.shortcuts} />
        </div>
      </Group>
      <Group title={say.storage}>
        <p class="set" data-storage={props.storage}>
          {props.storage === undefined ? say.storageUnknown : STORAGE[props.storage]}
        </p>
      </Group>
    </section>
  );
}

function Group(props: { title: string; foot?: string; children: JSX.Element }) {
  const id = createUniqueId();
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{props.title}</h2>
      {props.children}
      {props.foot && <p class="foot">{props.foot}</p>}
    </section>
  );
}
