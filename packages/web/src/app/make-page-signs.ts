// The tab tells at a glance whether the microphone is open: by its title and by its icon.
import { createEffect, createMemo, onCleanup } from "solid-js";
import { words } from "../text/words.ts";

export type PageState = "idle" | "recording" | "paused";

const APP = "Tapedeck";
/** Without the time: a title that changes each second costs a recording more than its level meter. */
const SIGNS: Readonly<Record<PageState, { readonly title: string; readonly icon: string }>> = {
  idle: { title: APP, icon: "/favicon.svg" },
  recording: { title: `● ${words.deck.recording} – ${APP}`, icon: "/favicon-recording.svg" },
  paused: { title: `❚❚ ${words.deck.paused} – ${APP}`, icon: "/favicon-paused.svg" },
};

/** Call it under a Solid owner; the signs of an idle page come back with its end. */
export function makePageSigns(state: () => PageState): void {
  const shown = createMemo(state);
  createEffect(() => show(shown()));
  onCleanup(() => show("idle"));
}

function show(state: PageState): void {
  const { title, icon } = SIGNS[state];
  document.title = title;
  document.querySelector("link[rel=icon]")?.setAttribute("href", icon);
}
