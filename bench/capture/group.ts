// What recording costs the machine: the app, signed in, and the engine alone, both uploading to the
// embedded stack, beside a page with nothing but MediaRecorder and the same microphone.
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { startTestStack } from "../../tests/fixtures/stack/test-stack.ts";
import type { Group, Measured, Row } from "../row.ts";
import { inTemporaryFolder } from "../temporary-folder.ts";
import { openMeasured, writeMicrophone } from "./browser.ts";
import { buildSubjects, type Subject } from "./subjects.ts";

const RUNS = 3;
/** Until the page is drawn, its code compiled and a first segment uploaded. */
const WARM_UP_SECONDS = 8;
const SECONDS = 30;
/** Of what it should have recorded by now: the app's clock shows whole seconds. */
const BEHIND_SECONDS = 2;

interface Cost {
  /** Percent of one core. */
  readonly browser: number;
  /** Milliseconds in a minute. */
  readonly mainThread: number;
}

export const captureGroup: Group = {
  name: "capture",
  measure: (runs = RUNS) => inTemporaryFolder((dir) => measure(dir, runs)),
};

async function measure(dir: string, runs: number): Promise<Measured> {
  const subjects = await buildSubjects(join(dir, "pages"));
  const wavPath = await writeMicrophone(dir);
  const costs: Record<Subject["name"], Cost[]> = { app: [], engine: [], "media-recorder": [] };
  let version = "";
  for (let run = 0; run < runs; run += 1) {
    for (const subject of subjects) {
      const profileDir = join(dir, `profile-${subject.name}-${run}`);
      const measured = await record(subject, profileDir, wavPath);
      costs[subject.name].push(measured.cost);
      ({ version } = measured);
    }
  }
  const row = (name: "app" | "engine", what: keyof Cost): Omit<Row, "name" | "unit"> => ({
    samples: costs[name].map((cost) => cost[what]),
    peer: {
      name: "MediaRecorder",
      samples: costs["media-recorder"].map((cost) => cost[what]),
    },
  });
  const [core, minute] = ["% of a core", "ms a minute"] as const;
  return {
    tools: [`Chromium ${version}`],
    rows: [
      { name: "app, whole browser", unit: core, ...row("app", "browser"), aim: { ratio: 2 } },
      { name: "engine, whole browser", unit: core, ...row("engine", "browser") },
      { name: "app, main thread", unit: minute, ...row("app", "mainThread"), aim: { value: 1000 } },
      {
        name: "engine, main thread",
        unit: minute,
        ...row("engine", "mainThread"),
        aim: { value: 100 },
      },
    ],
  };
}

/** One recording in a browser, a profile and a stack of its own. */
async function record(subject: Subject, profileDir: string, wavPath: string) {
  await using stack = await startTestStack({ webDir: subject.webDir, accessTokenTtlSeconds: 3600 });
  await using browser = await openMeasured(profileDir, wavPath);
  const { page, version } = browser;
  await subject.begin(page, stack);
  await subject.hasRecorded(page, WARM_UP_SECONDS);
  const before = await browser.used();
  const beganMs = performance.now();
  await sleep(SECONDS * 1000);
  const after = await browser.used();
  const seconds = (performance.now() - beganMs) / 1000;
  await refuseIfBehind(subject.hasRecorded(page, WARM_UP_SECONDS + SECONDS - BEHIND_SECONDS));
  await subject.end(page, stack);
  const cost: Cost = {
    browser: (after.browserMs - before.browserMs) / seconds / 10,
    mainThread: ((after.mainThreadMs - before.mainThreadMs) / seconds) * 60,
  };
  return { cost, version };
}

/** A recorder that has stalled is cheap. */
async function refuseIfBehind(caughtUp: Promise<void>): Promise<void> {
  const askedMs = performance.now();
  await caughtUp;
  const waitedSeconds = (performance.now() - askedMs) / 1000;
  if (waitedSeconds > BEHIND_SECONDS) {
    throw new Error(`the recording was ${waitedSeconds.toFixed(1)} s behind: nothing to compare`);
  }
}
