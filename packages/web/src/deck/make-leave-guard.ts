// Asks before the page is left while something would be lost by it.
import { createEffect, onCleanup } from "solid-js";

export function makeLeaveGuard(isUnsafe: () => boolean): void {
  const ask = (event: BeforeUnloadEvent) => event.preventDefault();
  createEffect(() => {
    if (!isUnsafe()) return;
    addEventListener("beforeunload", ask);
    onCleanup(() => removeEventListener("beforeunload", ask));
  });
}
