// Loads what tells of the recorder outside of the page. No recording needs it in order to begin.
import { createSignal, getOwner, runWithOwner, type Accessor, type JSX } from "solid-js";
import type { Recorder, RecorderSnapshot } from "@tapedeck/recorder";

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
  const [offer, setOffer] = createSignal<JSX.Element>();
  const owner = getOwner();
  void import("./app-signs.tsx").then(
    ({ makeAppSigns }) =>
      runWithOwner(owner, () => {
        setOffer(makeAppSigns(state, recorder, isIdle));
      }),
    // Without them the page records as well.
    () => undefined,
  );
  return offer;
}
