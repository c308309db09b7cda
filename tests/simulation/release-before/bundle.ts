// node tests/simulation/release-before/bundle.ts <commit>
// Writes engine.js: the recorder of that commit as one file, so that a simulated tab can run it.
import { execFileSync } from "node:child_process";
import { mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
const [commit] = process.argv.slice(2);
if (commit === undefined) throw new Error("name the commit of the release");

const ENTRY = `
export { AppError, toAppError } from "@tapedeck/core/errors";
export { createRecorder } from "@tapedeck/recorder/recorder";
export { createRecordingJournal } from "@tapedeck/recorder/journal/recording-journal";
export { startEncoding } from "@tapedeck/recorder/encoding";
export { createServerClock } from "./packages/web/src/server-clock.ts";
`;

const folder = await mkdtemp(join(tmpdir(), "tapedeck-release-"));
try {
  const archive = execFileSync("git", ["archive", commit, "packages", "tsconfig.base.json"], {
    cwd: ROOT,
    maxBuffer: 1e9,
  });
  execFileSync("tar", ["-x", "-C", folder], { input: archive });
  await symlink(join(ROOT, "node_modules"), join(folder, "node_modules"));
  const { outputFiles } = await build({
    stdin: { contents: ENTRY, resolveDir: folder },
    absWorkingDir: folder,
    bundle: true,
    format: "esm",
    target: "node24",
    write: false,
    banner: { js: `// The engine of commit ${commit}, made by bundle.ts. Not to be edited.` },
    alias: {
      "@tapedeck/core": join(folder, "packages/core/src"),
      "@tapedeck/recorder": join(folder, "packages/recorder/src"),
    },
    preserveSymlinks: true,
  });
  for (const { contents } of outputFiles) {
    await writeFile(new URL("engine.js", import.meta.url), contents);
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
