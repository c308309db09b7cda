// The player's keys on a recording's page: they also work while the focus is outside of the player.
import { areShortcutsOn } from "../settings/shortcuts-on.ts";
import { playerKey } from "./player-key.ts";
import type { Playback } from "./player.ts";

/** Fields, menus, and the list of segments, which scrolls, have a meaning of their own for these keys. */
const OWN_KEYS = "input, select, textarea, [role=menu], [role=dialog], ol";

/** @returns the way to stop listening */
export function listenToPageKeys(player: HTMLElement, playback: Playback): () => void {
  const page = player.closest("article") ?? player;
  const onKeyDown = (event: KeyboardEvent) => {
    const { target } = event;
    if (!(target instanceof Element) || target.closest(OWN_KEYS)) return;
    if (!player.contains(target) && !areShortcutsOn()) return;
    // After a click on what takes no focus, keys go to the body.
    if (target !== document.body && !page.contains(target)) return;
    const scrolls = event.key === "ArrowUp" || event.key === "ArrowDown";
    if (scrolls && !player.contains(target)) return;
    playerKey(event, playback);
  };
  addEventListener("keydown", onKeyDown);
  return () => removeEventListener("keydown", onKeyDown);
}
