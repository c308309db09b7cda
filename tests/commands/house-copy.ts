// Copies the packages into a temporary folder, for tests that edit them, and links npm's packages.
import {
  appendFile,
  cp,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  realpath,
  rm,
  symlink,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
/** The built app, and what Vite keeps of the real one. */
const NOT_COPIED = /\/(dist|node_modules)$|\.tsbuildinfo$/;

export interface HouseCopy extends AsyncDisposable {
  readonly root: string;
  read(path: string): Promise<string>;
  append(path: string, line: string): Promise<void>;
  /** @throws {Error} unless the file holds `before` exactly once: an edit without effect proves nothing */
  edit(path: string, before: string, after: string): Promise<void>;
}

export async function copyHouse(): Promise<HouseCopy> {
  // The real path, without the system's own links: Node names a module by it.
  const root = await realpath(await mkdtemp(join(tmpdir(), "tapedeck-house-")));
  const modules = join(root, "node_modules");
  await cp(join(ROOT, "packages"), join(root, "packages"), {
    recursive: true,
    filter: (source) => !NOT_COPIED.test(source),
  });
  for (const name of ["package.json", "tsconfig.base.json", "infra/imitated"]) {
    await cp(join(ROOT, name), join(root, name), { recursive: true });
  }
  await mkdir(modules);
  for (const name of await readdir(join(ROOT, "node_modules"))) {
    if (name !== "@tapedeck") await symlink(join(ROOT, "node_modules", name), join(modules, name));
  }
  await mkdir(join(modules, "@tapedeck"));
  for (const name of await readdir(join(root, "packages"))) {
    await symlink(join(root, "packages", name), join(modules, "@tapedeck", name));
  }
  const read = (path: string) => readFile(join(root, path), "utf8");
  return {
    root,
    read,
    append: (path, line) => appendFile(join(root, path), `${line}\n`),
    async edit(path, before, after) {
      const pieces = (await read(path)).split(before);
      if (pieces.length !== 2) throw new Error(`${path} holds ${JSON.stringify(before)} not once`);
      await writeFile(join(root, path), pieces.join(after));
    },
    [Symbol.asyncDispose]: () => rm(root, { recursive: true, force: true }),
  };
}
