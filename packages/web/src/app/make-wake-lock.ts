// Keeps the screen on while `isNeeded`: a phone that locks its screen takes the microphone away.
// @see https://www.w3.org/TR/screen-wake-lock/
import { createEffect, onCleanup } from "solid-js";

/** Browsers release the lock when the page is hidden, so this requests it again when the page is shown. */
export function makeWakeLock(isNeeded: () => boolean): void {
  createEffect(() => {
    if (!isNeeded() || !("wakeLock" in navigator)) return;
    let isDisposed = false;
    let held: WakeLockSentinel | undefined;
    const request = async () => {
      if (document.visibilityState !== "visible") return;
      // The browser refuses it when the battery is low; the recording continues without it.
      const lock = await navigator.wakeLock.request("screen").catch(() => undefined);
      if (isDisposed) void lock?.release();
      else held = lock;
    };
    const onVisibilityChange = () => void request();
    onVisibilityChange();
    document.addEventListener("visibilitychange", onVisibilityChange);
    onCleanup(() => {
      isDisposed = true;
      document.removeEventListener("visibilitychange", onVisibilityChange);
      void held?.release();
    });
  });
}
