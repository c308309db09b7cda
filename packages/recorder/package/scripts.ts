// The engine as plain ES modules, so that a page can load them with or without a bundler. The page and its
// encoder worker share one file: a browser loads it once, and it packs better than a file for each.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { rolldown, type OutputChunk } from "rolldown";
import { minify } from "terser";

const SOURCE = fileURLToPath(new URL("../src", import.meta.url));
const SHARED = fileURLToPath(new URL("page-and-worker.ts", import.meta.url));
const WORKER_SOURCE = "./encoder-worker.ts";

export interface BuiltScripts {
  /** Names of all that recording and uploading load. Other scripts come when they are needed. */
  readonly atOnce: readonly string[];
  /** Bytes in those by source file, before they are minified. */
  readonly sources: Readonly<Record<string, number>>;
}

/** @param dir - where the scripts go, all of them side by side: they find each other by their names */
export async function buildScripts(dir: string): Promise<BuiltScripts> {
  const index = await bundle("index", SHARED);
  const worklet = await bundle("pcm-worklet", join(SOURCE, "capture/pcm-worklet.js"));
  const serviceWorker = await bundle("service-worker", join(SOURCE, "service-worker.ts"));
  const scripts = new Map<string, string>();
  for (const { fileName, code } of [...index, ...worklet, ...serviceWorker]) {
    if (scripts.has(fileName)) throw new Error(`two scripts are named ${fileName}`);
    scripts.set(fileName, await shortened(code));
  }
  scripts.set("encoder-worker.js", `import { serveEncoder } from "./index.js";\nserveEncoder();\n`);
  for (const [name, code] of scripts) await writeFile(join(dir, name), code);

  const [shared] = index;
  if (shared.imports.length > 0) {
    throw new Error(`the engine is in more files: ${shared.imports.join(", ")}`);
  }
  const loaded = [shared, ...worklet].flatMap(({ modules }) => Object.entries(modules));
  return {
    atOnce: ["index.js", "encoder-worker.js", "pcm-worklet.js"],
    sources: Object.fromEntries(loaded.map(([path, { renderedLength }]) => [path, renderedLength])),
  };
}

/** @returns the entry's script, and those that it loads later */
async function bundle(name: string, entry: string): Promise<[OutputChunk, ...OutputChunk[]]> {
  const built = await rolldown({
    input: { [name]: entry },
    // What comes later finds in the entry's own file what both need.
    preserveEntrySignatures: "allow-extension",
    transform: { target: "es2022" },
    // A constant that a later script needs too would be exported, and then not be shortened.
    optimization: { inlineConst: { mode: "all", pass: 3 } },
  });
  try {
    const { output } = await built.generate({
      entryFileNames: "[name].js",
      chunkFileNames: `${name}-[name].js`,
      // Terser leaves 3 % less of it than this does alone, and less still after it (measured).
      minify: true,
    });
    const [first, ...rest] = output.filter((file) => file.type === "chunk");
    if (first === undefined) throw new Error(`${entry} makes no script`);
    return [first, ...rest];
  } finally {
    await built.close();
  }
}

async function shortened(code: string): Promise<string> {
  const result = await minify(code.replace(WORKER_SOURCE, "./encoder-worker.js"), {
    module: true,
    ecma: 2020,
    compress: { passes: 3, pure_getters: true },
  });
  if (result.code === undefined) throw new Error("terser gave no code");
  return result.code;
}
