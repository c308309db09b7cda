// Programs that the witness starts, each in a session of its own, and ends by their process ids.
import { spawn, type ChildProcess, type StdioOptions } from "node:child_process";

const ENDS_WITHIN_MS = 5_000;

/** By the ids of their process groups. */
const running = new Set<number>();
// A session of its own hears nothing of Ctrl-C in ours, nor of our end.
process.on("exit", () => running.forEach((pid) => kill(pid, "SIGKILL")));
process.on("SIGINT", () => process.exit(130));
process.on("SIGTERM", () => process.exit(143));

export interface Child extends AsyncDisposable {
  readonly process: ChildProcess;
  isRunning(): boolean;
}

export interface ChildOptions {
  readonly env?: NodeJS.ProcessEnv;
  readonly stdio?: StdioOptions;
}

/**
 * Linux gives each session the same share of the processors: a browser and a busy loop count as two
 * programs of a desktop do. Ending it ends everything that it has started.
 */
export function startChild(
  command: string,
  args: readonly string[],
  { env = process.env, stdio = "ignore" }: ChildOptions = {},
): Child {
  const child = spawn(command, args, { env, stdio, detached: true });
  const { pid } = child;
  const isRunning = () => pid !== undefined && child.exitCode === null && child.signalCode === null;
  const ended = new Promise((resolve) => child.once("exit", resolve));
  // Without a listener it would end us; there is no process id then, and that is told below.
  child.on("error", () => undefined);
  if (pid === undefined) throw new Error(`${command} did not start.`);
  running.add(pid);
  child.once("exit", () => running.delete(pid));
  return {
    process: child,
    isRunning,
    async [Symbol.asyncDispose]() {
      if (!isRunning()) return;
      kill(pid, "SIGTERM");
      const timer = setTimeout(() => kill(pid, "SIGKILL"), ENDS_WITHIN_MS);
      await ended;
      clearTimeout(timer);
    },
  };
}

function kill(group: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-group, signal);
  } catch {
    // It has just ended.
  }
}

/** Four programs that do nothing but compute. */
export function startBusyLoops(): AsyncDisposable {
  const loops = Array.from({ length: 4 }, () => startChild(process.execPath, ["-e", "for (;;);"]));
  return {
    async [Symbol.asyncDispose]() {
      await Promise.all(loops.map((loop) => loop[Symbol.asyncDispose]()));
    },
  };
}
