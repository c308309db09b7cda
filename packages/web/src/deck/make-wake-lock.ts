// Keeps the screen on while something runs that sleep would end: a phone that locks takes the
// microphone away.
// @see https://www.w3.org/TR/screen-wake-lock/
import { createEffect, onCleanup } from "solid-js";

/** Browsers end the lock whenever the page is hidden; it is asked for again when it is shown. */
export function makeWakeLock(isNeeded: () => boolean): void {
  createEffect(() => {
    if (!isNeeded() || !("wakeLock" in navigator)) return;
    let isOver = false;
    let held: WakeLockSentinel | undefined;
    const ask = async () => {
      if (document.visibilityState !== "visible") return;
      // Refused on an empty battery: recording goes on all the same.
      const lock = await navigator.wakeLock.request("screen").catch(() => undefined);
      if (isOver) void lock?.release();
      else held = lock;
    };
    const askAgain = () => void ask();
    askAgain();
    document.addEventListener("visibilitychange", askAgain);
    onCleanup(() => {
      isOver = true;
      document.removeEventListener("visibilitychange", askAgain);
      void held?.release();
    });
  });
}
