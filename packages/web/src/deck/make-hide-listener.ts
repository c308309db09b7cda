// Calls back when the page is put away: another tab, another program, or closed. Phones tell nothing
// more before they end a page.
import { onCleanup } from "solid-js";

export function makeHideListener(onHide: () => void): void {
  const listen = () => {
    if (document.visibilityState === "hidden") onHide();
  };
  document.addEventListener("visibilitychange", listen);
  onCleanup(() => document.removeEventListener("visibilitychange", listen));
}
