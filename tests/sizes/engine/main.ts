// The least page of an integrator: the engine and nothing else.
import { createRecorder } from "../../../packages/recorder/src/recorder.ts";

Object.assign(globalThis, { createRecorder });
