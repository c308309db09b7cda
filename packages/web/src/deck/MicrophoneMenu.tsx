import { createSignal, For, onCleanup, onMount, Show } from "solid-js";
import type { Microphone } from "@tapedeck/recorder";
import { adoptStyles } from "../design/adopt-styles.ts";
import { settingsWords } from "#words/settings";
import { words } from "../text/words.ts";
import { checkMicrophone, type Check } from "./check-microphone.ts";
import { litShare, type LevelListener, type Levels } from "./levels.ts";
import styles from "./microphone-menu.css?inline";
import { formatNumber } from "../text/intl.ts";

/**
 * The microphones to choose from, with what each hears. While a recording runs, only its own is heard: to open
 * another takes the microphone from the recording on some phones.
 */
export function MicrophoneMenu(props: {
  microphones: readonly Microphone[];
  /** Empty: the browser's choice. */
  chosenId: string;
  isRecording: boolean;
  /** What the deck hears now, from the chosen one. */
  levels: Levels;
  /** The key that opened it: it gets the focus back. */
  button: HTMLElement;
  onChoose: (deviceId: string) => void;
  onClose: () => void;
}) {
  adoptStyles(styles);
  const { microphones: say } = settingsWords;
  let menu: HTMLDivElement | undefined;
  const rows = () => [
    { deviceId: "", label: say.browserChoice },
    ...props.microphones.map(({ deviceId, label }, index) => ({
      deviceId,
      label: label || say.numbered(formatNumber(index + 1)),
    })),
  ];
  const chosen = () =>
    rows().some(({ deviceId }) => deviceId === props.chosenId) ? props.chosenId : "";
  onMount(() => {
    if (menu === undefined) return;
    const keys = props.button.closest(".keys")?.getBoundingClientRect();
    if (keys) {
      menu.style.setProperty("--menu-left", `${keys.left}px`);
      menu.style.setProperty("--menu-width", `${keys.width}px`);
      menu.style.setProperty("--menu-bottom", `${innerHeight - keys.top + 12}px`);
    }
    menu.showPopover();
    menu.querySelector<HTMLElement>("input:checked")?.focus();
  });
  const close = () => {
    props.button.focus();
    menu?.hidePopover();
  };
  const closeByKey = (event: KeyboardEvent) => {
    if (event.key !== "Enter" && event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    close();
  };
  return (
    <div
      ref={(element) => {
        menu = element;
        element.addEventListener("keydown", closeByKey);
      }}
      class="microphone-menu"
      popover="auto"
      role="dialog"
      aria-label={words.deck.microphone}
      onToggle={(event) => {
        if (event.newState === "closed") props.onClose();
      }}
    >
      <div role="radiogroup" aria-label={words.deck.microphone}>
        <p class="menu-head" aria-hidden="true">
          {words.deck.microphone}
        </p>
        <For each={rows()}>
          {(row) => (
            <label class="microphone-row">
              <input
                type="radio"
                name="microphone"
                checked={row.deviceId === chosen()}
                onChange={() => props.onChoose(row.deviceId)}
              />
              <span>{row.label}</span>
              <Show when={props.isRecording ? row.deviceId === chosen() : row.deviceId !== ""}>
                <MiniMeter
                  deviceId={row.deviceId}
                  levels={props.isRecording ? props.levels : undefined}
                />
              </Show>
            </label>
          )}
        </For>
      </div>
      <p class="menu-foot">{say.changing}</p>
    </div>
  );
}

/** The level of one microphone: of the deck's own levels, or by listening to it. */
function MiniMeter(props: { deviceId: string; levels: Levels | undefined }) {
  const [lit, setLit] = createSignal(0);
  const show: LevelListener = (levels) => setLit(Math.max(...levels.map(litShare)));
  let check: Check | undefined;
  let isGone = false;
  onCleanup(() => {
    isGone = true;
    check?.stop();
  });
  onMount(() => {
    if (props.levels) {
      onCleanup(props.levels.listen(show));
      return;
    }
    checkMicrophone({
      deviceId: props.deviceId,
      processing: { echoCancellation: false, noiseSuppression: false, autoGainControl: false },
      onLevels: show,
      onEnd: () => setLit(0),
    }).then(
      (opened) => {
        if (isGone) opened.stop();
        else check = opened;
      },
      // Another program holds it: its row says nothing.
      () => undefined,
    );
  });
  return <span class="mini-meter" aria-hidden="true" style={{ "--level": `${lit() * 100}%` }} />;
}
