// What earlier checks found good under the same configuration. Under another one, nothing is known.
import { createHash } from "node:crypto";
import { existsSync, globSync } from "node:fs";
import { mkdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** What decides of every file how it is checked, and what is installed. */
const CONFIGURATION = [
  ".gitignore",
  ".oxlintrc.json",
  "{knip,package,package-lock}.json",
  "packages/*/package.json",
  "**/tsconfig*.json",
  "node_modules/.package-lock.json",
];
const OTHER_FOLDERS = ["*/**/node_modules", "node_modules/*", ".[!.]*/**", "**/dist"];
const THIS_CHECK = fileURLToPath(new URL(".", import.meta.url));

export interface Memory {
  /** Why it knows nothing; undefined when it may know something. */
  readonly emptyBecause: string | undefined;
  /** Where a tool may keep what it remembers itself. */
  readonly folder: string;
  /** Of the files that were found good, by path: the fingerprint that they had. */
  readonly good: ReadonlyMap<string, string>;
  remember(good: ReadonlyMap<string, string>): Promise<void>;
}

/**
 * @param files - all that are checked, relative to the root
 * @param forget - whether to begin with nothing
 */
export async function openMemory(
  root: string,
  files: readonly string[],
  forget: boolean,
): Promise<Memory> {
  const home = join(root, ".cache/check");
  const folder = join(home, await hashConfiguration(root));
  const seen = join(folder, "files.json");
  const good = join(folder, "good.json");
  const emptyBecause = forget ? "--all" : await whyEmpty(root, seen);
  if (emptyBecause !== undefined) await rm(home, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await writeFile(seen, JSON.stringify(files));
  return {
    emptyBecause,
    folder,
    good: new Map(existsSync(good) ? await readPairs(good) : []),
    remember: (pairs) => writeFile(good, JSON.stringify([...pairs])),
  };
}

async function hashConfiguration(root: string): Promise<string> {
  const hash = createHash("sha256").update(process.version);
  const found = globSync(CONFIGURATION, { cwd: root, exclude: OTHER_FOLDERS });
  const paths = [
    ...found.map((path) => join(root, path)),
    ...globSync("*.ts", { cwd: THIS_CHECK }).map((name) => join(THIS_CHECK, name)),
  ];
  for (const path of paths.sort()) hash.update(`${path}\n`).update(await readFile(path));
  return hash.digest("hex").slice(0, 16);
}

async function whyEmpty(root: string, seen: string): Promise<string | undefined> {
  if (!existsSync(seen)) return "nothing was checked yet under this configuration";
  const moved = await findMovedFile(root, seen);
  return moved && `${moved} was replaced by a file older than the last check`;
}

/**
 * The compiler and knip compare times. They do not see a file that was moved over another one and
 * kept a time from before the last check; the time of its last change of any kind tells.
 *
 * @param seen - was written when the last check began
 */
async function findMovedFile(root: string, seen: string): Promise<string | undefined> {
  const { mtimeMs: beganMs } = await stat(seen);
  for (const file of JSON.parse(await readFile(seen, "utf8")) as string[]) {
    const now = await stat(join(root, file)).catch(() => undefined);
    if (now !== undefined && now.ctimeMs > beganMs && now.mtimeMs <= beganMs) return file;
  }
  return undefined;
}

async function readPairs(path: string): Promise<[string, string][]> {
  return JSON.parse(await readFile(path, "utf8")) as [string, string][];
}
