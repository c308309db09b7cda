// One tab of a run: the real recorder on a simulated microphone, disk and network.
import { createRecorder } from "../../packages/recorder/src/create-recorder.ts";
import { createUploads } from "../../packages/recorder/src/upload/uploads.ts";
import { asTabRecorder, engineOf, type Release, type TabRecorder } from "./engine.ts";
import { OWNER } from "./identity.ts";
import { asBefore, asBeforeThat } from "./old-tab.ts";
import { createRecorder as createRecorderBefore } from "./release-before/engine.js";
import { createOpenSession, type Sound } from "./simulated-worker.ts";
import { createTabApi } from "./tab-api.ts";
import { createTabEnvironment, type TabEnvironment, type TabParts } from "./tab-environment.ts";

export interface SimulatedTab extends Pick<TabEnvironment, "isDead" | "die" | "wake"> {
  readonly name: string;
  readonly recorder: TabRecorder;
  readonly release: Release;
  readonly openedAtMs: number;
  /** What it records at the moment, if it does. */
  sound(): Sound | undefined;
}

export function openTab(name: string, parts: TabParts, release: Release): SimulatedTab {
  const { world, device, server } = parts;
  const { trouble, time } = world;
  const engine = engineOf(release);
  const { environment, gate, disk, isDead, die, wake } = createTabEnvironment(name, parts, engine);
  const isBeforeThat = release === "before-that";
  let sound: Sound | undefined;

  const openSession = createOpenSession({
    world,
    engine,
    isDead,
    sha256: (bytes) => environment.sha256(bytes),
    disk,
    onSound: (running) => {
      sound = running;
    },
  });
  const options = {
    api: createTabApi(server.api, {
      engine,
      gate,
      nowMs: () => time.wallMs(),
      monotonicMs: () => time.monotonicMs(),
      hearsTime: !isBeforeThat,
      isBeforeThat: isBeforeThat || server.isOld,
    }),
    owner: OWNER,
    // The release before the last knew nothing of it.
    ...(isBeforeThat ? {} : { userType: () => trouble.userType }),
    openSession,
  };

  /** A tab records without them, and may die before they come. */
  let isMissing = world.random.chance(1 / 4);
  const loadUploads = async () => {
    if (!isMissing) return createUploads;
    isMissing = false;
    throw engine.errorOf(new Error("The uploads' code did not come."));
  };

  function createTabRecorder(): TabRecorder {
    if (release === "today") {
      return asTabRecorder(createRecorder({ ...options, environment, loadUploads }));
    }
    const oldTab = isBeforeThat ? asBeforeThat(environment) : asBefore(environment);
    return createRecorderBefore({ ...options, environment: { ...environment, ...oldTab } });
  }

  const recorder = createTabRecorder();
  recorder.subscribe(() => {
    const { safety, recordings } = recorder.snapshot();
    if (isDead() || (safety !== "on-device" && safety !== "in-bucket")) return;
    device.calledSafe(recordings.map(({ recordingId }) => recordingId));
  });
  world.log(`${name} opens, of release: ${release}`);
  const openedAtMs = world.clock.nowMs();
  return { name, recorder, release, openedAtMs, sound: () => sound, isDead, die, wake };
}
