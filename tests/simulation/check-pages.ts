// A page's word, held against the model: what it calls safe is safe, and what is sealed it shows so.
import type { SimulatedTab } from "./tab.ts";
import type { World } from "./world.ts";

/** A page that was just opened, or just unfrozen, has not read the device yet. */
const GRACE_MS = 5000;

/** The view follows the device: what its records no longer keep is shown as sealed. */
const VIEW_FOLLOWS = true;

export function checkPages(world: World, tabs: readonly SimulatedTab[]): void {
  const { model, clogs, clock } = world;
  const longAgoMs = clock.nowMs() - GRACE_MS;
  const unsealed = new Set(model.unsealedBefore(Infinity));
  const oldUnsealed = model.unsealedBefore(longAgoMs);
  for (const { name, release, openedAtMs, recorder } of tabs) {
    if (release !== "today" || clogs.isClogged(name)) continue;
    const { safety, recordings } = recorder.snapshot();
    for (const { recordingId, state } of recordings) {
      if (state === "sealed" && unsealed.has(recordingId)) {
        world.violate(`${name} shows ${recordingId} as sealed, and no manifest names all of it`);
      }
    }
    if (Math.max(openedAtMs, clogs.releasedAtMs(name)) > longAgoMs) continue;
    if (safety === "in-bucket" && oldUnsealed.length > 0) {
      world.violate(`${name} says that all is in the bucket, and ${oldUnsealed.join()} is not`);
    }
    if (!VIEW_FOLLOWS) continue;
    for (const { recordingId, state } of recordings) {
      const sinceMs = model.settledSinceMs(recordingId);
      if (state === "sealed" || sinceMs === undefined || sinceMs > longAgoMs) continue;
      world.violate(`${name} shows ${recordingId} as ${JSON.stringify(state)}, and it is sealed`);
    }
  }
}
