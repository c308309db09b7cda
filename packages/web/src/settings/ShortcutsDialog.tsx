import { For, onMount } from "solid-js";
import { adoptStyles } from "../design/adopt-styles.ts";
import { RoomIcon } from "../design/RoomIcon.tsx";
import { settingsWords } from "#words/settings";
import type { Settings } from "./create-settings.ts";
import { Switch } from "./Choice.tsx";
import settingsStyles from "./settings.css?inline";
import styles from "./shortcuts-dialog.css?inline";

const { keys, shortcuts: say } = settingsWords;
const KEYS: readonly (readonly [string, readonly string[]])[] = [
  [say.record, [keys.control, keys.shift, keys.space]],
  [say.stop, [keys.control, keys.shift, keys.enter]],
  [say.play, [keys.space]],
  [say.seek, ["←", "→"]],
  [say.tenths, ["0", "9"]],
  [say.search, ["/"]],
  [say.rename, ["F2"]],
  [say.remove, [keys.remove]],
  [say.undo, [keys.control, "Z"]],
  [say.show, ["?"]],
];

/** All shortcuts, and the way to switch them off. */
export function ShortcutsDialog(props: { settings: Settings; onClose: () => void }) {
  adoptStyles(settingsStyles);
  adoptStyles(styles);
  const opener = document.activeElement;
  let dialog: HTMLDialogElement | undefined;
  onMount(() => dialog?.showModal());
  return (
    <dialog
      ref={(element) => {
        dialog = element;
      }}
      class="dialog"
      aria-labelledby="shortcuts-title"
      onClose={() => {
        if (opener instanceof HTMLElement) opener.focus();
        props.onClose();
      }}
    >
      <div class="dialog-head">
        <h2 id="shortcuts-title">{say.title}</h2>
        <button
          type="button"
          class="icon-button"
          aria-label={say.close}
          onClick={() => dialog?.close()}
        >
          <RoomIcon name="close" />
        </button>
      </div>
      <dl class="key-list">
        <For each={KEYS}>
          {([what, caps]) => (
            <>
              <dt>{what}</dt>
              <dd>
                <For each={caps}>{(key) => <kbd>{key}</kbd>}</For>
              </dd>
            </>
          )}
        </For>
      </dl>
      <div class="set">
        <div>
          <p>{say.isOn}</p>
        </div>
        <Switch setting={props.settings.shortcuts} label={say.isOn} />
      </div>
    </dialog>
  );
}
