// Builds a function as `sst deploy` does: the same bundler with the same options, and its links
// encrypted beside the code. What infra/ asks for comes from the synthesized program.
import { createCipheriv } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build as bundle, type Metafile } from "esbuild";
import type { FunctionBuild } from "../graph.ts";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));

export interface BuiltFunction {
  /** Folder that Lambda would unpack to /var/task. */
  readonly taskRoot: string;
  /** `bundle.handler` */
  readonly handler: string;
  /** What SST adds to the function's environment to find its links. */
  readonly environment: Readonly<Record<string, string>>;
  /** The code, without source maps. */
  readonly files: readonly BuiltFile[];
}

export interface BuiltFile {
  readonly name: string;
  readonly sizeBytes: number;
  /** Lambda reads it before it calls the handler; the others are read when a procedure imports them. */
  readonly isLoadedAtStart: boolean;
  /** What each source file takes of it, in bytes; by path from where the build was run. */
  readonly sources: Readonly<Record<string, number>>;
}

export interface LinksToSeal {
  readonly links: Readonly<Record<string, unknown>>;
  /** 32 bytes. */
  readonly key: Buffer;
}

/**
 * package.json pins the esbuild that is inside the sst 4.17.1 command (`go version -m` of its binary).
 *
 * @see https://github.com/anomalyco/sst/blob/dev/pkg/runtime/node/build.go
 */
export async function buildFunction(
  build: Pick<FunctionBuild, "handler" | "runtime" | "properties">,
  { links, key }: LinksToSeal,
  taskRoot: string,
): Promise<BuiltFunction> {
  await mkdir(taskRoot, { recursive: true });
  const extension = build.handler.lastIndexOf(".");
  const { minify, splitting, esbuild: custom } = build.properties as BundlerProperties;
  const { metafile } = await bundle({
    entryPoints: [`${join(ROOT, build.handler.slice(0, extension))}.ts`],
    ...(splitting === true
      ? { splitting, outdir: taskRoot, outExtension: { ".js": ".mjs" }, entryNames: "bundle" }
      : { outfile: join(taskRoot, "bundle.mjs") }),
    platform: "node",
    external: ["sharp", "pg-native", ...(custom?.external ?? [])],
    keepNames: true,
    bundle: true,
    sourcemap: "linked",
    format: "esm",
    target: TARGETS[build.runtime] ?? unknownRuntime(build.runtime),
    mainFields: ["module", "main"],
    banner: { js: BANNER },
    minify: minify === true,
    logLevel: "silent",
    metafile: true,
  });
  await writeFile(join(taskRoot, "resource.enc"), seal(JSON.stringify(links), key));
  return {
    taskRoot,
    handler: `bundle${build.handler.slice(extension)}`,
    environment: { SST_KEY: key.toString("base64"), SST_KEY_FILE: "resource.enc" },
    files: filesOf(metafile.outputs),
  };
}

/** What infra/ may ask of the bundler, as SST passes it on. */
interface BundlerProperties {
  readonly minify?: boolean;
  readonly splitting?: boolean;
  readonly esbuild?: { readonly external?: readonly string[] };
}

const TARGETS: Readonly<Record<string, string>> = { "nodejs24.x": "es2024" };

function unknownRuntime(runtime: string): never {
  throw new Error(`no bundler target is known for ${runtime}`);
}

function filesOf(outputs: Metafile["outputs"]): readonly BuiltFile[] {
  const atStart = new Set<string>();
  const load = (path: string): void => {
    if (atStart.has(path)) return;
    atStart.add(path);
    for (const { path: imported, kind } of outputs[path]?.imports ?? []) {
      if (kind === "import-statement" && imported in outputs) load(imported);
    }
  };
  const entry = Object.keys(outputs).find((path) => outputs[path]?.entryPoint?.endsWith(".ts"));
  if (entry === undefined) throw new Error("the bundler names no file with the handler");
  load(entry);
  return Object.entries(outputs)
    .filter(([path]) => path.endsWith(".mjs"))
    .map(([path, { bytes, inputs }]) => ({
      name: basename(path),
      sizeBytes: bytes,
      isLoadedAtStart: atStart.has(path),
      sources: Object.fromEntries(
        Object.entries(inputs).map(([source, { bytesInOutput }]) => [source, bytesInOutput]),
      ),
    }));
}

const BANNER = [
  `import { createRequire as topLevelCreateRequire } from 'module';`,
  `const require = topLevelCreateRequire(import.meta.url);`,
  `import { fileURLToPath as topLevelFileUrlToPath, URL as topLevelURL } from "url"`,
  `const __filename = topLevelFileUrlToPath(import.meta.url)`,
  `const __dirname = topLevelFileUrlToPath(new topLevelURL(".", import.meta.url))`,
].join("\n");

/** Read back by the SDK (sst/dist/resource/node.js). Each deployment has a key of its own. */
function seal(text: string, key: Buffer): Buffer {
  const cipher = createCipheriv("aes-256-gcm", key, Buffer.alloc(12));
  return Buffer.concat([cipher.update(text), cipher.final(), cipher.getAuthTag()]);
}
