// A copy of the packages' sources with the same dependencies, to be changed at will and compiled.
import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect } from "vitest";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const PACKAGES = ["core", "functions", "recorder", "web"];

export interface Outcome {
  readonly code: number;
  readonly output: string;
}

export interface CopiedPackages {
  /** Compiles the app, and all that it stands on. */
  readonly compileWeb: () => Promise<Outcome>;
  /** Runs a program of the copy. @param file - below packages/ */
  readonly run: (file: string) => Promise<Outcome>;
  readonly replace: (file: string, from: string, to: string) => Promise<void>;
  readonly write: (file: string, text: string) => Promise<void>;
}

/** One copy for the tests of a file. */
export function useCopiedPackages(): CopiedPackages {
  let copy = "";
  beforeAll(async () => {
    copy = await mkdtemp(join(tmpdir(), "tapedeck-types-"));
    await cp(join(ROOT, "tsconfig.base.json"), join(copy, "tsconfig.base.json"));
    for (const name of PACKAGES) {
      await cp(join(ROOT, "packages", name), join(copy, "packages", name), {
        recursive: true,
        filter: (path) => !/[\\/](dist|node_modules)([\\/]|$)/.test(path.slice(ROOT.length)),
      });
    }
    const modules = join(copy, "node_modules");
    await mkdir(join(modules, "@tapedeck"), { recursive: true });
    for (const name of await readdir(join(ROOT, "node_modules"))) {
      if (name === "@tapedeck") continue;
      await symlink(join(ROOT, "node_modules", name), join(modules, name));
    }
    for (const name of PACKAGES) {
      await symlink(join(copy, "packages", name), join(modules, "@tapedeck", name));
    }
  });
  afterAll(() => rm(copy, { recursive: true, force: true }));

  function node(...args: readonly string[]): Promise<Outcome> {
    return new Promise((resolve) => {
      execFile(process.execPath, args, { cwd: copy }, (error, stdout, stderr) => {
        resolve({ code: error === null ? 0 : 1, output: stdout + stderr });
      });
    });
  }
  const path = (file: string) => join(copy, "packages", file);

  return {
    compileWeb: () =>
      node(
        join(ROOT, "node_modules/typescript/bin/tsc"),
        "-b",
        "packages/web",
        "--pretty",
        "false",
      ),
    run: (file) => node(path(file)),
    async replace(file, from, to) {
      const text = await readFile(path(file), "utf8");
      expect(text).toContain(from);
      await writeFile(path(file), text.replaceAll(from, to));
    },
    write: (file, text) => writeFile(path(file), text),
  };
}
