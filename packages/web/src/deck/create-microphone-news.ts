// Which microphone took over when the one that recorded went away.
import { createEffect, createSignal, on, onCleanup, type Accessor } from "solid-js";
import type { RecorderSnapshot } from "@tapedeck/recorder";

/** Long enough to read it twice. */
const SHOWN_MS = 10_000;

/** A microphone opens within this time, or the deck says that it is looked for. */
const CHANGING_MS = 3_000;

export interface MicrophoneNews {
  /** Labels, as the browser gives them. */
  readonly took: Accessor<{ readonly from: string; readonly to: string } | undefined>;
  /** The person's own choice is being opened. */
  readonly isChanging: Accessor<boolean>;
}

export function createMicrophoneNews(
  snapshot: Pick<RecorderSnapshot, "capture" | "microphone" | "state">,
  /** What the person has chosen: that the one before goes away is no news. */
  deviceId: Accessor<string>,
): MicrophoneNews {
  const [took, setTook] = createSignal<{ readonly from: string; readonly to: string }>();
  const [isChanging, setChanging] = createSignal(false);
  let from: string | undefined;
  createEffect(
    on(
      () => snapshot.capture,
      (capture, before) => {
        if (capture === "reopening") {
          from = snapshot.microphone;
          return;
        }
        if (before !== "reopening") return;
        const to = snapshot.microphone;
        if (!isChanging() && from && to && from !== to) setTook({ from, to });
        setChanging(false);
      },
    ),
  );
  createEffect(
    on(
      deviceId,
      () => {
        if (snapshot.state === "idle") return;
        setTook(undefined);
        setChanging(true);
        // The same one again: nothing is opened.
        setTimeout(setChanging, CHANGING_MS, false);
      },
      { defer: true },
    ),
  );
  createEffect(() => {
    if (took() === undefined) return;
    const timer = setTimeout(setTook, SHOWN_MS);
    onCleanup(() => clearTimeout(timer));
  });
  return {
    took: () => (snapshot.state === "idle" ? undefined : took()),
    isChanging,
  };
}
