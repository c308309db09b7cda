// AWS's own runtime client for Node.js and the bundler that SST carries, installed on demand: the
// client is compiled, which takes most of a minute and a C++ compiler, so it is kept out of the
// workspace and built once per version.
import { execFile } from "node:child_process";
import { mkdir, rename, rm, stat } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);
const CACHE = fileURLToPath(new URL("../../../.cache", import.meta.url));

/** `esbuild` is the version inside the sst 4.17.1 command (`go version -m` of its binary). */
const VERSIONS = { "aws-lambda-ric": "4.0.2", esbuild: "0.27.2" };

export interface LambdaTools {
  /** The program that Lambda's Node.js images start. */
  readonly runtimeClient: string;
  readonly esbuild: Esbuild;
}

export interface Esbuild {
  build(
    options: Readonly<Record<string, unknown>>,
  ): Promise<{ readonly metafile: { readonly outputs: Outputs } }>;
}

/** What was written, by file. @see https://esbuild.github.io/api/#metafile */
export type Outputs = Readonly<
  Record<
    string,
    {
      readonly bytes: number;
      readonly imports: readonly { readonly path: string; readonly kind: string }[];
    }
  >
>;

/** @throws {Error} that says what could not be installed or built, and what npm said */
export async function installLambdaTools(): Promise<LambdaTools> {
  const packages = Object.entries(VERSIONS).map(([name, version]) => `${name}@${version}`);
  const dir = join(CACHE, `lambda-${packages.join("-")}`);
  if (!(await exists(dir))) await install(dir, packages);
  const require = createRequire(join(dir, "package.json"));
  return {
    runtimeClient: join(dir, "node_modules/aws-lambda-ric/index.mjs"),
    esbuild: require("esbuild") as Esbuild,
  };
}

async function install(dir: string, packages: readonly string[]): Promise<void> {
  const unfinished = `${dir}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { recursive: true });
  const args = ["install", "--prefix", unfinished, "--no-save", "--no-audit", "--no-fund"];
  await run("npm", [...args, ...packages]).catch((cause: unknown) => {
    const needs = "the npm registry, make, cmake, a C++ compiler and Node's headers";
    throw new Error(`${packages.join(" and ")} could not be installed; it takes ${needs}.`, {
      cause,
    });
  });
  const addon = join(unfinished, "node_modules/aws-lambda-ric/rapid-client.node");
  if (!(await exists(addon)))
    throw new Error("aws-lambda-ric was installed without its native part.");
  // A name appears only when all of it is there.
  await rename(unfinished, dir);
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
