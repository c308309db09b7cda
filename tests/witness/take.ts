// One recording of the known signal by one browser, with a witness beside it.
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { startStack } from "@tapedeck/local/start-stack";
import { toWav } from "../fixtures/signal/wav.ts";
import { startBusyLoops } from "../fixtures/browser/child.ts";
import type { Driver } from "../fixtures/browser/driver.ts";
import type { Programs } from "./programs.ts";
import { signIn, startRecording, stopRecording } from "./person.ts";
import { readSealed, type SealedRecording } from "./sealed-recording.ts";
import { readRaw, startSoundCard } from "./sound.ts";

/** The witness hears a little before the recording and a little after it. */
const MARGIN_MS = 1000;
const WAV_HEADER_BYTES = 44;

export interface TakeOptions {
  readonly programs: Programs;
  readonly webDir: string;
  /** Must be longer than the recording and the patience for a slow page. */
  readonly signal: Float32Array;
  readonly seconds: number;
  readonly isBusy: boolean;
  open(profileDir: string, env: NodeJS.ProcessEnv): Promise<Driver>;
}

export interface Take extends SealedRecording {
  readonly browser: string;
  /** The witness's recording, at 48 kHz. */
  readonly witness: Float32Array;
  /** From the page's word that it records to the click on Stop: on a busy machine both come late. */
  readonly wallSeconds: number;
  /** Of the last minute, at the end of the recording. */
  readonly load: number;
  /** The system's way to give the player and the witness priority. */
  readonly priority: string;
}

/** @throws {Error} when the browser does not get as far as a sealed recording */
export async function recordTake(options: TakeOptions): Promise<Take> {
  const { programs, signal, seconds } = options;
  await using ending = new AsyncDisposableStack();
  const dir = await mkdtemp(join(tmpdir(), "tapedeck-witness-"));
  ending.defer(() => rm(dir, { recursive: true, force: true, maxRetries: 5 }));
  const [profileDir, witnessFile] = [join(dir, "profile"), join(dir, "witness.raw")];
  await mkdir(profileDir);
  const signalFile = await writeSignal(dir, signal);

  const stack = ending.use(
    await startStack({ dataDir: join(dir, "stack"), webDir: options.webDir }),
  );
  const sound = ending.use(await startSoundCard(programs, dir));
  const driver = ending.use(await options.open(profileDir, sound.env));
  await signIn(driver, stack);

  const witness = ending.use(await sound.witness(witnessFile));
  const player = ending.use(sound.play(signalFile));
  await using loops = options.isBusy ? startBusyLoops() : undefined;
  await sleep(MARGIN_MS);
  await startRecording(driver);
  const startedMs = performance.now();
  await sleep(seconds * 1000);
  const wallSeconds = (performance.now() - startedMs) / 1000;
  await stopRecording(driver);
  const load = loadavg()[0] ?? 0;
  await sleep(MARGIN_MS);
  for (const child of [witness, player]) {
    if (!child.isRunning())
      throw new Error("The signal or its witness ended before the recording.");
  }
  await witness[Symbol.asyncDispose]();
  await loops?.[Symbol.asyncDispose]();
  const sealed = await readSealed(stack, programs.ffmpeg);
  return {
    ...sealed,
    browser: driver.browser,
    witness: await readRaw(witnessFile),
    wallSeconds,
    load,
    priority: sound.priority,
  };
}

/** @returns the file that a sound card plays */
export async function writeSignal(dir: string, signal: Float32Array): Promise<string> {
  const file = join(dir, "signal.raw");
  await writeFile(file, toWav(signal, 48_000).subarray(WAV_HEADER_BYTES));
  return file;
}
