// Bundles the SST program as the sst command does and runs it for one stage. @see program/main.ts
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { installPlatform } from "../../infra/platform/install.ts";
import type { Graph } from "./graph.ts";
import { runProgram } from "./program-host.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** One change to a file of the program, to see whether the tests notice. */
export interface Mutation {
  /** From the repository's root. */
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

export interface SynthesisOptions {
  readonly stage: string;
  /** As under `sst dev`. */
  readonly isDev?: boolean;
  readonly mutation?: Mutation;
}

/** @throws {Error} with what SST or Pulumi said, when the program does not run to its end */
export async function synthesize({ stage, isDev, mutation }: SynthesisOptions): Promise<Graph> {
  const platform = await installPlatform();
  const root = await mkdtemp(join(tmpdir(), "tapedeck-synthesis-"));
  // A bundle finds Pulumi's packages by where it lies.
  const bundle = join(platform, `synthesis-${process.pid}-${crypto.randomUUID()}.mjs`);
  try {
    await buildSite(join(root, "packages/web/dist"));
    await bundleProgram({ stage, isDev: isDev ?? false, platform, root, bundle, mutation });
    return await runProgram(bundle);
  } finally {
    await rm(bundle, { force: true });
    await rm(root, { recursive: true, force: true });
  }
}

/** The site as Vite leaves it: SST uploads what it finds. */
async function buildSite(dir: string): Promise<void> {
  await mkdir(join(dir, "assets"), { recursive: true });
  await writeFile(join(dir, "index.html"), "<!doctype html>\n");
  await writeFile(join(dir, "assets/app-5d41402a.js"), "export {};\n");
}

interface Bundling {
  readonly stage: string;
  readonly isDev: boolean;
  readonly platform: string;
  /** Stands for the repository: SST works in it and reads the built site there. */
  readonly root: string;
  readonly bundle: string;
  readonly mutation: Mutation | undefined;
}

/** As the sst command bundles a config: github.com/anomalyco/sst, pkg/js and pkg/project/run.go. */
async function bundleProgram(bundling: Bundling): Promise<void> {
  const { platform, root, stage, isDev, bundle, mutation } = bundling;
  const permanent = stage === "production";
  const app = { name: "tapedeck", stage, home: "aws", removal: permanent ? "retain" : "remove" };
  const paths = { home: root, root, work: join(root, ".sst"), platform };
  let mutated = mutation === undefined;
  await esbuildOf(platform).build({
    entryPoints: [join(ROOT, "tests/infra/program/main.ts")],
    outfile: bundle,
    bundle: true,
    platform: "node",
    format: "esm",
    mainFields: ["module", "main"],
    nodePaths: [join(platform, "node_modules")],
    inject: [join(platform, "src/shim/run.js")],
    external: [
      "@pulumi/*",
      "@pulumiverse/*",
      "@aws-sdk/*",
      "undici",
      "esbuild",
      "archiver",
      "glob",
      "vite",
    ],
    define: {
      $app: JSON.stringify({ ...app, protect: permanent, providers: {} }),
      $cli: JSON.stringify({ command: isDev ? "dev" : "deploy", dev: isDev, paths, state: {} }),
      $dev: String(isDev),
    },
    banner: { js: BANNER },
    logLevel: "silent",
    plugins: [
      {
        name: "program",
        setup(build) {
          build.onLoad({ filter: /\.ts$/ }, async ({ path }) => {
            if (!path.startsWith(ROOT) || path.startsWith(platform)) return undefined;
            let source = await readFile(path, "utf8");
            if (mutation !== undefined && path === join(ROOT, mutation.file)) {
              mutated = source.includes(mutation.from);
              source = source.replace(mutation.from, mutation.to);
            }
            return { contents: `${globals(platform)}\n${source}`, loader: "ts" };
          });
        },
      },
    ],
  });
  if (!mutated) throw new Error(`${mutation?.file} does not hold ${mutation?.from}`);
}

/** What SST puts before each file of a program. */
function globals(platform: string): string {
  const components = JSON.stringify(join(platform, "src/components"));
  return `import * as aws from "@pulumi/aws"; import * as sst from ${components};`;
}

/** CommonJS' names, which SST's dependencies ask for. */
const BANNER = `
  import { createRequire } from "node:module";
  import { fileURLToPath as topLevelFileUrlToPath } from "node:url";
  const require = createRequire(import.meta.url);
  const __filename = topLevelFileUrlToPath(import.meta.url);
  const __dirname = topLevelFileUrlToPath(new URL(".", import.meta.url));
`;

interface Plugin {
  readonly name: string;
  setup(build: {
    onLoad(
      options: { readonly filter: RegExp },
      load: (args: {
        readonly path: string;
      }) => Promise<{ contents: string; loader: "ts" } | undefined>,
    ): void;
  }): void;
}

interface Esbuild {
  build(
    options: Readonly<Record<string, unknown>> & { readonly plugins: Plugin[] },
  ): Promise<unknown>;
}

/** The bundler that SST's platform brings along. */
function esbuildOf(platform: string): Esbuild {
  return createRequire(join(platform, "package.json"))("esbuild") as Esbuild;
}
