// The engine as a tarball that a page outside this repository can install. It is not published.
import { execFile } from "node:child_process";
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { PACKAGES } from "./compile.ts";
import { buildDeclarations } from "./declarations.ts";
import { buildScripts } from "./scripts.ts";

const run = promisify(execFile);
const RECORDER = join(PACKAGES, "recorder");

/** @param outDir - there already @returns the path of the tarball */
export async function packRecorder(outDir: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "tapedeck-package-"));
  try {
    await mkdir(join(folder, "dist"));
    await buildScripts(join(folder, "dist"));
    await buildDeclarations(join(folder, "dist/types"));
    await copyFile(join(RECORDER, "README.md"), join(folder, "README.md"));
    await copyFile(join(PACKAGES, "../LICENSE"), join(folder, "LICENSE"));
    await writeFile(join(folder, "package.json"), JSON.stringify(await manifest(), undefined, 2));
    const { stdout } = await run("npm", ["pack", "--silent", "--pack-destination", outDir], {
      cwd: folder,
      shell: process.platform === "win32",
    });
    return join(outDir, stdout.trim());
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function manifest(): Promise<Readonly<Record<string, unknown>>> {
  const { name, version, description, license } = JSON.parse(
    await readFile(join(RECORDER, "package.json"), "utf8"),
  ) as Readonly<Record<string, unknown>>;
  const entry = (file: string) => ({
    types: `./dist/types/recorder/${file}.d.ts`,
    default: `./dist/${file}.js`,
  });
  return {
    name,
    version,
    private: true,
    description,
    license,
    type: "module",
    sideEffects: ["./dist/encoder-worker.js", "./dist/pcm-worklet.js"],
    exports: { ".": entry("index"), "./service-worker": entry("service-worker") },
    files: ["dist"],
  };
}
