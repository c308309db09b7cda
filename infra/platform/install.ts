// Makes .sst/platform: SST's own components and types, which infra/ is compiled and tested against.
// Needs the npm registry and nothing else, and leaves SST's folder in the home directory alone.
import { execFile } from "node:child_process";
import { chmod, copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);

/** The helpers that this version of SST asks for by name: change all three together. */
const PINNED = { sst: "4.17.1", bun: "1.2.1", pulumi: "3.215.0" };

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const PLATFORM = join(ROOT, ".sst/platform");
const TOOLS = join(ROOT, ".cache/sst");

/**
 * Quick when the platform is already there, even if another tool installed it. SST downloads bun and Pulumi from
 * GitHub, which not every machine can reach; so bun comes from npm, and in Pulumi's place stands a
 * script that knows its version, which is all that `sst install` asks of it.
 *
 * @returns the platform's folder
 * @throws {Error} with what the tools said
 */
export async function installPlatform(): Promise<string> {
  const installed = await versionOf(join(ROOT, "node_modules/sst/package.json"));
  if (installed !== PINNED.sst) {
    throw new Error(`infra/platform pins SST ${PINNED.sst}, but ${installed} is installed.`);
  }
  if (await isComplete()) return PLATFORM;
  const bin = join(TOOLS, "config/sst/bin");
  await mkdir(bin, { recursive: true });
  await copyFile(await installBun(), join(bin, "bun"));
  await writeFile(join(bin, "pulumi"), `#!/bin/sh\necho v${PINNED.pulumi}\n`);
  for (const name of ["bun", "pulumi"]) await chmod(join(bin, name), 0o755);
  await run(process.execPath, [join(ROOT, "node_modules/sst/bin/sst.mjs"), "install"], {
    cwd: ROOT,
    env: {
      ...process.env,
      XDG_CONFIG_HOME: join(TOOLS, "config"),
      BUN_INSTALL_CACHE_DIR: join(TOOLS, "bun-cache"),
      SST_STAGE: "types",
      SST_TELEMETRY_DISABLED: "1",
    },
  });
  if (await isComplete()) return PLATFORM;
  throw new Error("sst install ended well, but .sst/platform is not complete.");
}

/** SST writes the lock of the providers last. */
async function isComplete(): Promise<boolean> {
  try {
    const lock = await readFile(join(ROOT, ".sst/provider-lock.json"), "utf8");
    const version = await readFile(join(PLATFORM, "version"), "utf8");
    const aws = await versionOf(join(PLATFORM, "node_modules/@pulumi/aws/package.json"));
    return version === PINNED.sst && lock.includes(JSON.stringify(aws));
  } catch {
    return false;
  }
}

/** @returns the path of its binary, for this kind of machine */
async function installBun(): Promise<string> {
  // The build for every x64 processor: the usual one needs AVX2.
  const kind = process.arch === "arm64" ? "aarch64" : "x64-baseline";
  const name = `@oven/bun-${process.platform}-${kind}`;
  const args = ["--prefix", TOOLS, "--no-save", "--no-audit", "--no-fund"];
  await run("npm", ["install", ...args, `${name}@${PINNED.bun}`]);
  return join(TOOLS, "node_modules", name, "bin/bun");
}

async function versionOf(packageJson: string): Promise<string> {
  const { version } = JSON.parse(await readFile(packageJson, "utf8")) as { version: string };
  return version;
}

if (import.meta.main) await installPlatform();
