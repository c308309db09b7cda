// The engine as plain ES modules, so that a page can load them with or without a bundler.
import { copyFile, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, type BuildOptions } from "esbuild";

const SOURCE = fileURLToPath(new URL("../src", import.meta.url));
const WORKER_SOURCE = '"./encoder-worker.ts"';

const SHARED = {
  bundle: true,
  format: "esm",
  target: "es2022",
  entryNames: "[name]",
  logLevel: "error",
} as const satisfies BuildOptions;

/** @param dir - where the scripts go, all of them side by side: they find each other by their names */
export async function buildScripts(dir: string): Promise<void> {
  await build({
    ...SHARED,
    entryPoints: [join(SOURCE, "index.ts"), join(SOURCE, "service-worker.ts")],
    splitting: true,
    outdir: dir,
  });
  // Each runs in a thread of its own and shares no file with the page.
  await build({
    ...SHARED,
    entryPoints: [join(SOURCE, "encode/encoder-worker.ts"), join(SOURCE, "capture/pcm-worklet.js")],
    outdir: dir,
  });
  await nameBuiltWorker(join(dir, "index.js"));
  await copyLicenceOfIdb(dir);
}

async function nameBuiltWorker(script: string): Promise<void> {
  const text = await readFile(script, "utf8");
  if (!text.includes(WORKER_SOURCE)) throw new Error(`${script} does not name ${WORKER_SOURCE}`);
  await writeFile(script, text.replace(WORKER_SOURCE, '"./encoder-worker.js"'));
}

/** Its code is part of the scripts, and its licence asks to go along. */
async function copyLicenceOfIdb(dir: string): Promise<void> {
  const manifest = createRequire(import.meta.url).resolve("idb/package.json");
  await copyFile(join(dirname(manifest), "LICENSE"), join(dir, "LICENSE.idb"));
}
