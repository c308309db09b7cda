// CPU and memory of a whole process, from its start to its end, for any program.
import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

export interface ProcessCost {
  /** User and system. */
  readonly cpuMs: number;
  readonly maxRssMB: number;
}

/**
 * The shell in between reports the CPU, as Node does not for its children. It also gives the program a
 * clean maximum of memory: Linux hands the parent's on to what Node itself starts.
 */
const SHELL = `"$@" 2>&1; code=$?; times; exit $code`;

/**
 * @param command - prints `maxrss=…kB`, as ffmpeg does with -benchmark
 * @throws {Error} with what the program printed, when it fails
 */
export async function measureProcess(command: readonly string[]): Promise<ProcessCost> {
  const { stdout } = await run("/bin/sh", ["-c", SHELL, "sh", ...command], {
    maxBuffer: 64 * 1024 * 1024,
  });
  const childTimes = stdout.trimEnd().split("\n").at(-1) ?? "";
  const seconds = [...childTimes.matchAll(/(\d+)m([\d.]+)s/g)].map(
    ([, minutes = "", rest = ""]) => Number(minutes) * 60 + Number(rest),
  );
  const [user, system] = seconds;
  const maxRssKB = /maxrss=(\d+)k/.exec(stdout)?.[1];
  if (user === undefined || system === undefined || maxRssKB === undefined) {
    throw new Error(`${command[0]} did not say what it used: ${stdout.slice(-500)}`);
  }
  return { cpuMs: (user + system) * 1000, maxRssMB: Number(maxRssKB) / 1000 };
}
