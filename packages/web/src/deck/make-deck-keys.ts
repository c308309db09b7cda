// The deck's shortcuts. No single key records or ends: people dictate, and a voice is turned into keys.
// @see https://www.w3.org/TR/WCAG22/#character-key-shortcuts
import { onCleanup } from "solid-js";
import { areShortcutsOn } from "../settings/shortcuts-on.ts";

/** On, unless a dialog is open or the person has switched them off. */
export function makeDeckKeys(actions: {
  /** Ctrl+Shift+Space */
  readonly recordOrPause: () => void;
  /** Ctrl+Shift+Enter */
  readonly stop: () => void;
  /** The question mark: shows all shortcuts. */
  readonly showKeys: () => void;
}): void {
  const listen = (event: KeyboardEvent) => {
    if (!areShortcutsOn() || event.repeat || document.querySelector("dialog[open]") !== null)
      return;
    const { ctrlKey, shiftKey, altKey, metaKey, code, key } = event;
    if (altKey || metaKey) return;
    if (ctrlKey && shiftKey) {
      const act = { Space: actions.recordOrPause, Enter: actions.stop }[code];
      if (act === undefined) return;
      event.preventDefault();
      act();
      return;
    }
    if (key === "?" && !ctrlKey && !isTyping(event)) actions.showKeys();
  };
  // Before the button that has the focus takes Space or Enter for a click.
  addEventListener("keydown", listen, { capture: true });
  onCleanup(() => removeEventListener("keydown", listen, { capture: true }));
}

function isTyping({ target }: KeyboardEvent): boolean {
  return (
    target instanceof HTMLElement &&
    target.closest("input, select, textarea, [contenteditable]") !== null
  );
}
