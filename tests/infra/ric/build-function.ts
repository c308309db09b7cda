// Builds a function as `sst deploy` does: the same bundler with the same options, and its links
// encrypted beside the code. What infra/ asks for comes from the synthesized program.
import { createCipheriv } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import type { FunctionBuild } from "../graph.ts";
import type { Esbuild, Outputs } from "./tools.ts";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));

export interface BuiltFunction {
  /** Folder that Lambda would unpack to /var/task. */
  readonly taskRoot: string;
  /** `bundle.handler` */
  readonly handler: string;
  /** What SST adds to the function's environment to find its links. */
  readonly environment: Readonly<Record<string, string>>;
  /** Of the files that Lambda loads before it calls the handler. */
  readonly startBytes: number;
  /** Of all files, those that a procedure loads later among them. */
  readonly sizeBytes: number;
}

export interface LinksToSeal {
  readonly links: Readonly<Record<string, unknown>>;
  /** 32 bytes. */
  readonly key: Buffer;
}

/** @see https://github.com/anomalyco/sst/blob/dev/pkg/runtime/node/build.go */
export async function buildFunction(
  esbuild: Esbuild,
  build: Pick<FunctionBuild, "handler" | "runtime" | "properties">,
  { links, key }: LinksToSeal,
  taskRoot: string,
): Promise<BuiltFunction> {
  await mkdir(taskRoot, { recursive: true });
  const extension = build.handler.lastIndexOf(".");
  const { minify, splitting, esbuild: custom } = build.properties as BundlerProperties;
  const { metafile } = await esbuild.build({
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
    target: TARGETS[build.runtime],
    mainFields: ["module", "main"],
    banner: { js: BANNER },
    minify: minify === true,
    metafile: true,
    logLevel: "silent",
  });
  await writeFile(join(taskRoot, "resource.enc"), seal(JSON.stringify(links), key));
  return {
    taskRoot,
    handler: `bundle${build.handler.slice(extension)}`,
    environment: { SST_KEY: key.toString("base64"), SST_KEY_FILE: "resource.enc" },
    ...bytesOf(metafile.outputs, relative(process.cwd(), join(taskRoot, "bundle.mjs"))),
  };
}

/** What infra/ may ask of the bundler, as SST passes it on. */
interface BundlerProperties {
  readonly minify?: boolean;
  readonly splitting?: boolean;
  readonly esbuild?: { readonly external?: readonly string[] };
}

/** @param entry - as esbuild names it: relative to the working directory */
function bytesOf(outputs: Outputs, entry: string): { startBytes: number; sizeBytes: number } {
  const atStart = new Set<string>();
  const load = (file: string): void => {
    if (atStart.has(file)) return;
    atStart.add(file);
    for (const { path, kind } of outputs[file]?.imports ?? []) {
      if (kind === "import-statement" && path in outputs) load(path);
    }
  };
  load(entry);
  const sum = (files: Iterable<string>) =>
    [...files].reduce((bytes, file) => bytes + (outputs[file]?.bytes ?? 0), 0);
  const code = Object.keys(outputs).filter((file) => file.endsWith(".mjs"));
  return { startBytes: sum(atStart), sizeBytes: sum(code) };
}

const TARGETS: Readonly<Record<string, string>> = { "nodejs24.x": "es2024" };

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
