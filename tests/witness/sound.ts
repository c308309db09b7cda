// A PulseAudio of our own, whose only microphone hears what we play, and a witness who hears it too.
import { once } from "node:events";
import { execFile } from "node:child_process";
import { open, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { startChild, type Child } from "../fixtures/browser/child.ts";
import type { Programs } from "./programs.ts";

const run = promisify(execFile);
const STARTED_WITHIN_MS = 10_000;
const FORMAT = ["--raw", "--format=s16le", "--rate=48000", "--channels=1"];

/** The loudspeaker is a null sink; the microphone is its monitor, in the guise of a real source. */
const daemonScript = (socket: string) => `
load-module module-null-sink sink_name=speaker rate=48000 channels=1 channel_map=mono
load-module module-remap-source source_name=microphone master=speaker.monitor channels=1 channel_map=mono source_properties=device.description=Microphone
set-default-sink speaker
set-default-source microphone
load-module module-native-protocol-unix socket=${socket} auth-anonymous=1
`;

export interface SoundCard extends AsyncDisposable {
  /** What a program needs to find this microphone and no other. */
  readonly env: NodeJS.ProcessEnv;
  /** The system's way to give sound priority. */
  readonly priority: string;
  /** Plays raw samples (16 bit, mono, 48 kHz) into the microphone. */
  play(file: string): Child;
  /** Writes all that the microphone hears into the file, raw, until it is ended. */
  witness(file: string): Promise<Child>;
}

/** @param dir - an empty folder of our own, which other people cannot look into */
export async function startSoundCard(programs: Programs, dir: string): Promise<SoundCard> {
  const socket = join(dir, "pulse.socket");
  const script = join(dir, "pulse.pa");
  await writeFile(script, daemonScript(socket));
  const env = {
    ...process.env,
    HOME: dir,
    XDG_CONFIG_HOME: join(dir, "config"),
    XDG_RUNTIME_DIR: dir,
    PULSE_RUNTIME_PATH: join(dir, "pulse"),
    PULSE_STATE_PATH: join(dir, "pulse"),
    PULSE_SERVER: `unix:${socket}`,
  };
  const first = await firstPriority();
  const start = (
    program: string,
    args: readonly string[],
    stdout: "ignore" | number = "ignore",
  ) => {
    const [command = program, ...rest] = [...first.command, program, ...args];
    return startChild(command, rest, { env, stdio: ["ignore", stdout, "ignore"] });
  };

  const daemon = start(programs.pulseaudio, [
    "-n",
    "--daemonize=no",
    "--use-pid-file=no",
    "--exit-idle-time=-1",
    "--disallow-exit",
    `--file=${script}`,
  ]);
  for (let waitedMs = 0; !(await isThere(socket)); waitedMs += 50) {
    if (!daemon.isRunning() || waitedMs > STARTED_WITHIN_MS) {
      await daemon[Symbol.asyncDispose]();
      throw new Error("PulseAudio did not start.");
    }
    await sleep(50);
  }
  return {
    env,
    priority: first.name,
    play: (file) => start(programs.paplay, [...FORMAT, "--device=speaker", file]),
    witness: async (file) => {
      const output = await open(file, "w");
      const child = start(programs.parec, [...FORMAT, "--device=microphone"], output.fd);
      await once(child.process, "spawn");
      await output.close();
      return child;
    },
    [Symbol.asyncDispose]: () => daemon[Symbol.asyncDispose](),
  };
}

interface Priority {
  readonly name: string;
  readonly command: readonly string[];
}

/** The best that the system allows us; on a busy machine the player and the witness lose no sound with it. */
async function firstPriority(): Promise<Priority> {
  const ways: Priority[] = [
    { name: "real-time", command: ["chrt", "--fifo", "10"] },
    { name: "nice -15", command: ["nice", "--adjustment=-15"] },
  ];
  for (const way of ways) {
    const [command = "", ...args] = way.command;
    const { stderr } = await run(command, [...args, "true"]).catch(() => ({ stderr: "refused" }));
    // `nice` warns, and goes on, when it may not.
    if (stderr === "") return way;
  }
  return { name: "none", command: [] };
}

/** @returns the samples of a raw file (16 bit, mono), between -1 and 1 */
export async function readRaw(file: string): Promise<Float32Array> {
  const bytes = await readFile(file);
  const samples = new Float32Array(Math.floor(bytes.length / 2));
  for (let i = 0; i < samples.length; i++) samples[i] = bytes.readInt16LE(i * 2) / 32_768;
  return samples;
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
