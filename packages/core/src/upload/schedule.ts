// Starts whatever can be started, oldest first.
import { requestGrants, startSealing, startVerifying } from "./ask.ts";
import { scheduleSave } from "./save.ts";
import { startHashing, startPuts } from "./start.ts";
import type { Step } from "./step.ts";
import type { UploadState } from "./upload-state.ts";
import { joinWaitForRoom } from "./wait-for-room.ts";

const RULES: readonly ((state: UploadState, step: Step) => UploadState)[] = [
  startHashing,
  startPuts,
  joinWaitForRoom,
  // After the PUTs have taken theirs: in a backlog the request then names a hundred to verify, just before
  // they would fill a call of their own.
  requestGrants,
  startVerifying,
  startSealing,
  scheduleSave,
];

export function schedule(state: UploadState, step: Step): UploadState {
  return RULES.reduce((next, rule) => rule(next, step), state);
}
