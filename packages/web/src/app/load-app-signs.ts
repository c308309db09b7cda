// Loads what tells of the recorder outside of the page. No recording needs it in order to begin.
import { createMemo, untrack, type Accessor, type JSX } from "solid-js";
import type { Recorder, RecorderSnapshot } from "@tapedeck/recorder";
import { createLater } from "../design/create-later.ts";

/**
 * Call it under a Solid owner.
 *
 * @param isIdle - whether a reload would interrupt nothing
 * @returns the offer of a new version of the page, once that can be known
 */
export function loadAppSigns(
  state: RecorderSnapshot,
  recorder: Recorder,
  isIdle: () => boolean,
): Accessor<JSX.Element> {
  // Without them the page records as well, so it says nothing where they do not come.
  const { part } = createLater(() => import("./app-signs.tsx"));
  return createMemo(() => {
    const makeAppSigns = part()?.makeAppSigns;
    return untrack(() => makeAppSigns?.(state, recorder, isIdle));
  });
}
