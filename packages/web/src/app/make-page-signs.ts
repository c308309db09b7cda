// The tab tells at a glance whether the microphone is open: by its title and by its icon.
import { createEffect, createMemo, onCleanup } from "solid-js";
import { formatDuration } from "../text/format.ts";

export interface PageState {
  readonly kind: "idle" | "recording" | "paused";
  readonly elapsedMs: number;
}

const SIGNS = {
  idle: { mark: undefined, icon: "/favicon.svg" },
  recording: { mark: "●", icon: "/favicon-recording.svg" },
  paused: { mark: "❚❚", icon: "/favicon-paused.svg" },
} as const;

/** Call it under a Solid owner; the signs of an idle page come back with its end. */
export function makePageSigns(state: () => PageState): void {
  const kind = createMemo(() => state().kind);
  // The recorder tells the time many times a second. The title changes with the seconds.
  const title = createMemo(() => {
    const { mark } = SIGNS[kind()];
    return mark === undefined
      ? "Tapedeck"
      : `${mark} ${formatDuration(state().elapsedMs)} – Tapedeck`;
  });
  createEffect(() => {
    document.title = title();
  });
  createEffect(() => showIcon(kind()));
  onCleanup(() => {
    document.title = "Tapedeck";
    showIcon("idle");
  });
}

function showIcon(kind: PageState["kind"]): void {
  document.querySelector("link[rel=icon]")?.setAttribute("href", SIGNS[kind].icon);
}
