// Installs the peers on first use, from bench/package-lock.json, beside the workspaces and not in them.
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const BENCH = fileURLToPath(new URL("..", import.meta.url));

/** @throws {Error} with what npm said */
export async function installPeers(): Promise<void> {
  if (await isInstalled()) return;
  console.error("installing the peers (bench/package.json) …");
  // A peer dependency of theirs is the compiler, which the workspace has.
  const args = ["ci", "--omit=peer", "--no-audit", "--no-fund", "--loglevel=error"];
  await promisify(execFile)("npm", args, { cwd: BENCH });
}

interface Lock {
  readonly packages: Readonly<
    Record<string, { readonly version?: string; readonly peer?: boolean }>
  >;
}

/** npm writes what it has installed into node_modules, last. */
async function isInstalled(): Promise<boolean> {
  const installed = await readLock("node_modules/.package-lock.json").catch(() => undefined);
  if (installed === undefined) return false;
  const wanted = Object.entries((await readLock("package-lock.json")).packages);
  return wanted.every(
    ([path, { version, peer = false }]) =>
      path === "" || peer || installed.packages[path]?.version === version,
  );
}

async function readLock(path: string): Promise<Lock> {
  return JSON.parse(await readFile(`${BENCH}/${path}`, "utf8")) as Lock;
}
