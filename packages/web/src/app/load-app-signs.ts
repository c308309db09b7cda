// Loads what tells of the recorder outside of the page. No recording needs it in order to begin.
import { createSignal, getOwner, runWithOwner, type Accessor } from "solid-js";
import type { Recorder, RecorderSnapshot } from "@tapedeck/recorder";
import type { Update } from "./create-update.ts";

/**
 * Call it under a Solid owner.
 *
 * @param isIdle - whether a reload would interrupt nothing
 * @returns the new version of the page, once it is known whether there is one
 */
export function loadAppSigns(
  state: RecorderSnapshot,
  recorder: Recorder,
  isIdle: () => boolean,
): Accessor<Update | undefined> {
  const [update, setUpdate] = createSignal<Update>();
  const owner = getOwner();
  void import("./app-signs.ts").then(
    ({ makeAppSigns, createUpdate }) =>
      runWithOwner(owner, () => {
        makeAppSigns(state, recorder);
        setUpdate(createUpdate(isIdle));
      }),
    // Without them the page records as well.
    () => undefined,
  );
  return update;
}
