// The least page of an integrator: the engine and nothing else.
import { createRecorder } from "@tapedeck/recorder";

Object.assign(globalThis, { createRecorder });
