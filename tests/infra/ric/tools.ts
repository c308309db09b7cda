// AWS's own runtime client for Node.js, installed on demand: it is compiled, which takes most of a
// minute and a C++ compiler, so it is kept out of the workspace and built once per version.
import { execFile } from "node:child_process";
import { mkdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);
const CACHE = fileURLToPath(new URL("../../../.cache", import.meta.url));

const PACKAGE = "aws-lambda-ric@4.0.2";

export interface LambdaTools {
  /** The program that Lambda's Node.js images start. */
  readonly runtimeClient: string;
}

/** @throws {Error} that says what could not be installed or built, and what npm said */
export async function installLambdaTools(): Promise<LambdaTools> {
  const dir = join(CACHE, `lambda-${PACKAGE}`);
  if (!(await exists(dir))) await install(dir);
  return { runtimeClient: join(dir, "node_modules/aws-lambda-ric/index.mjs") };
}

async function install(dir: string): Promise<void> {
  const unfinished = `${dir}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { recursive: true });
  const args = ["install", "--prefix", unfinished, "--no-save", "--no-audit", "--no-fund"];
  await run("npm", [...args, PACKAGE]).catch((cause: unknown) => {
    const needs = "the npm registry, make, cmake and a C++ compiler";
    const line = "apt-get install --yes make cmake g++";
    throw new Error(`${PACKAGE} was not compiled; it takes ${needs}. On Debian: ${line}`, {
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
