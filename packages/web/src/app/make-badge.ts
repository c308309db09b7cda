// The number on the installed app's icon: how many recordings still wait for the bucket.
import { createEffect, createMemo, onCleanup } from "solid-js";

/** Does nothing in a browser without badges. Call it under a Solid owner; the badge goes with it. */
export function makeBadge(count: () => number): void {
  if (!("setAppBadge" in navigator)) return;
  // A browser may refuse a badge; the page shows the same in words.
  const clear = () => void navigator.clearAppBadge().catch(() => undefined);
  const shown = createMemo(count);
  createEffect((wasShown: boolean) => {
    const waiting = shown();
    if (waiting > 0) void navigator.setAppBadge(waiting).catch(() => undefined);
    else if (wasShown) clear();
    return waiting > 0;
  }, true);
  onCleanup(clear);
}
