// When all is calm again, nothing is left to do, and every page says so.
import { OWNER } from "./identity.ts";
import type { SimulatedTab } from "./tab.ts";
import type { TabParts } from "./tab-environment.ts";
import type { World } from "./world.ts";

/** @param options.calmMs - how long it has been calm */
export async function checkEnd(
  world: World,
  { device }: TabParts,
  {
    living,
    calmMs,
    forgottenPlaces,
  }: {
    readonly living: readonly SimulatedTab[];
    readonly calmMs: number;
    readonly forgottenPlaces: ReadonlySet<string>;
  },
): Promise<void> {
  // What the person deleted elsewhere stays on this device until the person says what becomes of it.
  const isExcused = (recordingId: string) =>
    world.model.isDeleted(recordingId) || forgottenPlaces.has(recordingId);
  for (const { name, recorder } of living) {
    const { safety, segments, recordings } = recorder.snapshot();
    const keepsExcused = recordings.some(
      ({ recordingId, state }) => isExcused(recordingId) && state !== "sealed",
    );
    if (safety !== "in-bucket" && !keepsExcused)
      world.violate(`${name}: after ${calmMs} ms of calm, it is ${safety}`);
    for (const { recordingId, sequence, status } of segments) {
      if (status.kind === "verified" || isExcused(recordingId)) continue;
      world.violate(`${name}: ${recordingId}/${sequence} is ${JSON.stringify(status)} in the end`);
    }
    for (const { recordingId, state } of recordings) {
      if (state === "sealed" || isExcused(recordingId)) continue;
      world.violate(`${name}: ${recordingId} is ${JSON.stringify(state)} in the end`);
    }
  }
  const records = await device.records.recordings(OWNER);
  for (const { recordingId } of records) {
    if (!isExcused(recordingId)) world.violate(`a record of ${recordingId} is left behind`);
  }
  for (const name of await device.files.list()) {
    const [recordingId = ""] = name.split("_");
    if (!isExcused(recordingId)) world.violate(`the file ${name} is left behind`);
  }
}
