// Runs one of the tools that check the house, and says what it cost.
import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { stripVTControlCharacters } from "node:util";

const PACKAGES = fileURLToPath(new URL("../../node_modules", import.meta.url));

export type Tool = "typescript" | "oxlint" | "oxfmt" | "knip";

export interface Outcome {
  readonly isGood: boolean;
  /** Both of its outputs, in the order of their arrival, without colours: it is read. */
  readonly output: string;
  /** Of the tool and the processes it started; undefined where no shell can tell (Windows). */
  readonly cpuSeconds: number | undefined;
}

/** `times` is the one portable way to learn what a process and those it waited for have used. */
const TIMED = `"$@"; code=$?; times >&3; exit $code`;

export async function runTool(
  tool: Tool,
  args: readonly string[],
  folder: string,
): Promise<Outcome> {
  const command = [process.execPath, await programOf(tool), ...args];
  const [program = "", ...rest] =
    process.platform === "win32" ? command : ["sh", "-c", TIMED, "sh", ...command];
  const child = spawn(program, rest, {
    cwd: folder,
    stdio: ["ignore", "pipe", "pipe", "pipe"],
  });
  const outputs: string[] = [];
  const times: string[] = [];
  for (const [index, stream] of child.stdio.entries()) {
    stream?.on("data", (bytes: Buffer) => (index === 3 ? times : outputs).push(bytes.toString()));
  }
  const code = await new Promise<number | null>((ended, failed) => {
    child.on("error", failed);
    child.on("close", ended);
  });
  return {
    isGood: code === 0,
    // No variable turns oxlint's colours off where CI is set, also to nothing: they are taken out.
    output: stripVTControlCharacters(outputs.join("")),
    cpuSeconds: readTimes(times.join("")),
  };
}

/** oxlint and oxfmt end with a line like "Finished in 215ms on 587 files …". */
export function countFiles({ output }: Outcome): number {
  return Number(/^Finished in .* on (\d+) files?\b/m.exec(output)?.[1] ?? 0);
}

/** @returns the sum of the second line, which is about the shell's children, like `0m1.52s 0m0.34s` */
function readTimes(text: string): number | undefined {
  const line = text.split("\n")[1];
  if (line === undefined) return undefined;
  return [...line.matchAll(/(\d+)m([\d.]+)s/g)].reduce(
    (sum, [, minutes, seconds]) => sum + Number(minutes) * 60 + Number(seconds),
    0,
  );
}

async function programOf(tool: Tool): Promise<string> {
  const manifest = await readFile(join(PACKAGES, tool, "package.json"), "utf8");
  const { bin } = JSON.parse(manifest) as { bin: string | Readonly<Record<string, string>> };
  const command = tool === "typescript" ? "tsc" : tool;
  const file = typeof bin === "string" ? bin : bin[command];
  if (file === undefined) throw new Error(`The package ${tool} has no command ${command}.`);
  return join(PACKAGES, tool, file);
}
