// Runs a script of package.json as a person would type it.
import { spawn, type ChildProcess } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running extends AsyncDisposable {
  readonly child: ChildProcess;
  /** Resolves to the first line of standard output that fits. */
  line(pattern: RegExp): Promise<string>;
  /** As `line`, of standard error. */
  errorLine(pattern: RegExp): Promise<string>;
  readonly finished: Promise<Finished>;
}

/** Starts one of our commands directly under Node, as npm's script does. */
export function startCommand(
  file: "start" | "token" | "s3",
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Running {
  return startNode(ROOT, [`packages/local/src/bin/${file}.ts`, ...args], environment);
}

/** Starts what package.json's script says, without what npm does before it. */
export async function startScript(
  name: string,
  args: readonly string[],
  root: string,
): Promise<Running> {
  const { scripts } = JSON.parse(await readFile(join(root, "package.json"), "utf8")) as {
    readonly scripts: Readonly<Record<string, string>>;
  };
  const [program, ...given] = scripts[name]?.split(" ") ?? [];
  if (program !== "node") throw new Error(`the script ${name} does not run node`);
  return startNode(root, [...given, ...args]);
}

function startNode(
  cwd: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Running {
  const child = spawn(process.execPath, args, {
    cwd,
    env: { ...process.env, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const output = collectLines(child.stdout);
  const errors = collectLines(child.stderr);
  const finished = new Promise<Finished>((resolve) => {
    child.on("close", (code) =>
      resolve({ code, stdout: output.lines.join("\n"), stderr: errors.lines.join("\n") }),
    );
  });
  const orEnd = (line: Promise<string>) =>
    Promise.race([
      line,
      finished.then(({ code, stderr }): never => {
        throw new Error(`ended with ${code}: ${stderr}`);
      }),
    ]);
  return {
    child,
    finished,
    line: (pattern) => orEnd(output.line(pattern)),
    errorLine: (pattern) => orEnd(errors.line(pattern)),
    async [Symbol.asyncDispose]() {
      child.kill("SIGKILL");
      await finished;
    },
  };
}

function collectLines(stream: Readable) {
  const lines: string[] = [];
  const waiting = new Set<() => void>();
  createInterface({ input: stream }).on("line", (line) => {
    lines.push(line);
    for (const check of waiting) check();
  });
  return {
    lines,
    line: (pattern: RegExp) =>
      new Promise<string>((resolve) => {
        const check = () => {
          const line = lines.find((candidate) => pattern.test(candidate));
          if (line === undefined) return;
          waiting.delete(check);
          resolve(line);
        };
        waiting.add(check);
        check();
      }),
  };
}
