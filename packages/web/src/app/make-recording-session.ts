// While a recording runs, the keys of lock screens, headphones and keyboards pause and resume it.
import { createEffect, createMemo, onCleanup } from "solid-js";
import { words } from "../text/words.ts";
import { setMediaLayer } from "./media-layers.ts";

/**
 * No key stops a recording: one wrong press would end it. Call it under a Solid owner; the keys are the
 * player's again after it.
 */
export function makeRecordingSession(
  kind: () => "idle" | "recording" | "paused",
  keys: { readonly resume: () => void; readonly pause: () => void },
): void {
  const shown = createMemo(kind);
  createEffect(() => {
    const now = shown();
    setMediaLayer(
      "recorder",
      now === "idle"
        ? undefined
        : {
            title: words.deck.recording,
            isPaused: now === "paused",
            actions: { play: () => keys.resume(), pause: () => keys.pause() },
          },
    );
  });
  onCleanup(() => setMediaLayer("recorder", undefined));
}
