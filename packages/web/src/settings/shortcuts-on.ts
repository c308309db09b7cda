// Whether the page takes shortcuts. Kept on the document, where each room's keys find it without being handed it.
/** @see https://www.w3.org/TR/WCAG22/#character-key-shortcuts */
export const areShortcutsOn = () => document.documentElement.dataset["shortcuts"] !== "off";

export function showShortcuts(state: "on" | "off"): void {
  document.documentElement.dataset["shortcuts"] = state;
}
