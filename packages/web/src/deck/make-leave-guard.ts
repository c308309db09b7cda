// Makes the browser ask before the person leaves the page, while leaving would lose sound.
import { createEffect, onCleanup } from "solid-js";

export function makeLeaveGuard(isUnsafe: () => boolean): void {
  const ask = (event: BeforeUnloadEvent) => event.preventDefault();
  createEffect(() => {
    if (!isUnsafe()) return;
    addEventListener("beforeunload", ask);
    onCleanup(() => removeEventListener("beforeunload", ask));
  });
}
