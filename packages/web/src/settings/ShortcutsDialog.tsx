import { For, onMount } from "solid-js";
import { adoptStyles } from "../design/adopt-styles.ts";
import { Icon } from "../design/Icon.tsx";
import { words } from "../text/words.ts";
import type { Settings } from "./create-settings.ts";
import { Switch } from "./Settings.tsx";
import settingsStyles from "./settings.css?inline";
import styles from "./shortcuts-dialog.css?inline";

const say = words.shortcuts;
const KEYS: readonly (readonly [string, readonly string[]])[] = [
  [say.record, ["Ctrl", "Shift", "Space"]],
  [say.stop, ["Ctrl", "Shift", "Enter"]],
  [say.play, ["Space"]],
  [say.seek, ["←", "→"]],
  [say.tenths, ["0", "9"]],
  [say.search, ["/"]],
  [say.rename, ["F2"]],
  [say.remove, ["Delete"]],
  [say.undo, ["Ctrl", "Z"]],
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
          <Icon name="close" />
        </button>
      </div>
      <dl class="key-list">
        <For each={KEYS}>
          {([what, keys]) => (
            <>
              <dt>{what}</dt>
              <dd>
                <For each={keys}>{(key) => <kbd>{key}</kbd>}</For>
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
