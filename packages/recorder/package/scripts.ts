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

/** What a page uploads with, which comes beside what it records with. */
const UPLOADS = "index-page-uploads.js";

/**
 * The entry's file gets all that it needs, also where scripts that come later need the same: a page that records has
 * nothing else to wait for. What only those need would be one more file between them.
 */
const ENTRY_FILE = /page-and-worker\.ts$|journal-segment\.ts$/;

export interface BuiltScripts {
  /** Names of what a page loads to record. */
  readonly toRecord: readonly string[];
  /** Of what it uploads with, beside those. Other scripts come when they are needed. */
  readonly toUpload: readonly string[];
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

  const [shared, ...later] = index;
  const uploads = later.filter(({ fileName }) => fileName === UPLOADS);
  const others = [shared, ...uploads].flatMap(({ imports }) => imports);
  if (uploads.length !== 1 || others.some((name) => name !== shared.fileName)) {
    throw new Error(
      `the engine is in more files than index.js and ${UPLOADS}: ${others.join(", ")}`,
    );
  }
  const loaded = [shared, ...uploads, ...worklet].flatMap(({ modules }) => Object.entries(modules));
  return {
    toRecord: ["index.js", "encoder-worker.js", "pcm-worklet.js"],
    toUpload: [UPLOADS],
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
      codeSplitting: { groups: [{ name, test: ENTRY_FILE }] },
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
    // "Unsafe" for functions that are called with `new`, or use `this`: there are none.
    compress: { passes: 3, pure_getters: true, unsafe_arrows: true, unsafe_methods: true },
  });
  if (result.code === undefined) throw new Error("terser gave no code");
  return result.code;
}
