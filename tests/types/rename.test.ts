// A field that core/contract renames breaks the compile of the app that shows it.
import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const PACKAGES = ["core", "functions", "recorder", "web"];
let copy: string;

/** A copy of the sources with the same dependencies, to be damaged at will. */
beforeAll(async () => {
  copy = await mkdtemp(join(tmpdir(), "tapedeck-types-"));
  await cp(join(ROOT, "tsconfig.base.json"), join(copy, "tsconfig.base.json"));
  for (const name of PACKAGES) {
    await cp(join(ROOT, "packages", name), join(copy, "packages", name), {
      recursive: true,
      filter: (path) => !/[\\/](dist|node_modules)([\\/]|$)/.test(path.slice(ROOT.length)),
    });
  }
  const modules = join(copy, "node_modules");
  await mkdir(join(modules, "@tapedeck"), { recursive: true });
  for (const name of await readdir(join(ROOT, "node_modules"))) {
    if (name !== "@tapedeck") await symlink(join(ROOT, "node_modules", name), join(modules, name));
  }
  for (const name of PACKAGES) {
    await symlink(join(copy, "packages", name), join(modules, "@tapedeck", name));
  }
});
afterAll(() => rm(copy, { recursive: true, force: true }));

function compileWeb(): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [join(ROOT, "node_modules/typescript/bin/tsc"), "-b", "packages/web", "--pretty", "false"],
      { cwd: copy },
      (error, stdout) => resolve({ code: error === null ? 0 : 1, output: stdout }),
    );
  });
}

async function rename(file: string, from: string, to: string): Promise<void> {
  const path = join(copy, "packages", file);
  const text = await readFile(path, "utf8");
  expect(text).toContain(from);
  await writeFile(path, text.replaceAll(from, to));
}

describe("the compile of the app", () => {
  test("passes as the sources are", async () => {
    expect(await compileWeb()).toEqual({ code: 0, output: "" });
  });

  test("fails where the app shows a field that the contract renamed", async () => {
    await rename("core/src/contract.ts", "prefix: z.string()", "root: z.string()");
    await rename("functions/src/router/session.ts", "prefix: userPrefix", "root: userPrefix");
    const { code, output } = await compileWeb();
    expect(code).toBe(1);
    expect(output).toMatch(/^packages\/web\/src\//m);
    expect(output).toContain("'prefix'");
    // The server side uses the new name too: only the app is wrong.
    expect(output).not.toMatch(/^packages\/(core|functions)\//m);
  });
});
