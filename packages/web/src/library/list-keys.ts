// The keys of the list: arrows between rows, F2, Delete and Space on one, `/` and Ctrl+Z anywhere.
import { areShortcutsOn } from "../settings/shortcuts-on.ts";

export interface ListKeyActions {
  /** In the order of the page. */
  readonly rowIds: () => readonly string[];
  readonly focusRow: (id: string) => void;
  readonly focusSearch: () => void;
  readonly play: (id: string) => void;
  readonly startRename: (id: string) => void;
  readonly remove: (id: string) => void;
  readonly undo: () => void;
}

type PressedKey = Pick<
  KeyboardEvent,
  "key" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey" | "target" | "preventDefault"
>;

export function createListKeys(actions: ListKeyActions): (event: PressedKey) => void {
  /** @returns whether the key means something here */
  function pressOnRow(key: string, id: string, isLink: boolean): boolean {
    const ids = actions.rowIds();
    const index = ids.indexOf(id);
    const go = (to: number) => {
      const next = ids[Math.max(0, Math.min(ids.length - 1, to))];
      if (next !== undefined) actions.focusRow(next);
      return true;
    };
    switch (key) {
      case "ArrowDown":
        return go(index + 1);
      case "ArrowUp":
        return index === 0 ? (actions.focusSearch(), true) : go(index - 1);
      case "Home":
        return go(0);
      case "End":
        return go(ids.length - 1);
      case "F2":
        actions.startRename(id);
        return true;
      case "Delete":
        actions.remove(id);
        return true;
      case " ":
        // On a button the browser itself presses it.
        if (isLink) actions.play(id);
        return isLink;
      default:
        return false;
    }
  }

  return (event) => {
    const { key, target } = event;
    if (!(target instanceof Element) || target.closest("dialog, [role=menu]")) return;
    const isTyping = target.closest("input, select, textarea, [contenteditable]") !== null;
    if (isTyping || event.altKey || event.shiftKey) return;
    if (event.ctrlKey || event.metaKey) {
      if (key.toLowerCase() !== "z") return;
      event.preventDefault();
      actions.undo();
      return;
    }
    if (key === "/" && areShortcutsOn()) {
      event.preventDefault();
      actions.focusSearch();
      return;
    }
    const id = target.closest<HTMLElement>("[data-id]")?.dataset["id"];
    const isLink = target.matches("a");
    if (id !== undefined && pressOnRow(key, id, isLink)) event.preventDefault();
  };
}
