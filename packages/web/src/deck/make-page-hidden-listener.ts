// Calls back when the page is hidden: the person switches to another tab or program, or closes it. Phones
// send no later event before they end a page.
import { onCleanup } from "solid-js";

export function makePageHiddenListener(onHidden: () => void): void {
  const listen = () => {
    if (document.visibilityState === "hidden") onHidden();
  };
  document.addEventListener("visibilitychange", listen);
  onCleanup(() => document.removeEventListener("visibilitychange", listen));
}
