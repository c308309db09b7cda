// Single-key shortcuts. They are off while a field has the focus and while a dialog is open.
import { onCleanup } from "solid-js";

export function makeShortcuts(actions: Readonly<Record<string, () => void>>): void {
  const listen = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (document.querySelector("dialog[open]") !== null) return;
    const { target } = event;
    if (
      target instanceof HTMLElement &&
      target.closest("input, select, textarea, [contenteditable]")
    ) {
      return;
    }
    actions[event.key.toLowerCase()]?.();
  };
  addEventListener("keydown", listen);
  onCleanup(() => removeEventListener("keydown", listen));
}
