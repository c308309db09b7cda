// Runs the compiler of this repository.
import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);

/** The folder of all packages. */
export const PACKAGES = fileURLToPath(new URL("../../", import.meta.url)).replace(/[\\/]$/, "");

const COMPILER = join(
  dirname(createRequire(import.meta.url).resolve("typescript/package.json")),
  "bin/tsc",
);

/** @throws {Error} with what the compiler says */
export async function compile(args: readonly string[]): Promise<void> {
  try {
    await run(process.execPath, [COMPILER, ...args]);
  } catch (thrown) {
    const said = thrown instanceof Error && "stdout" in thrown ? String(thrown.stdout) : "";
    throw new Error(`the compiler failed: ${said}`, { cause: thrown });
  }
}
