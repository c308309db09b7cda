// The lockfile holds what every machine installs, not only the one that wrote it: installing over a
// node_modules of one platform makes npm drop the binaries of all others, and then `npm ci` fails.
// See https://github.com/npm/cli/issues/4828.
import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";

interface Package {
  readonly version?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

test("every optional dependency of every locked package is locked as well", async () => {
  const url = new URL("../../package-lock.json", import.meta.url);
  const { packages } = JSON.parse(await readFile(url, "utf8")) as {
    packages: Readonly<Record<string, Package>>;
  };
  const wanted = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).map((name) => ({ path, name })),
  );
  expect(wanted.length).toBeGreaterThan(50);
  const missing = wanted.filter(
    ({ path, name }) =>
      !(`${path}/node_modules/${name}` in packages) && !(`node_modules/${name}` in packages),
  );
  expect(missing).toEqual([]);
});

test.each(["package-lock.json", "bench/package-lock.json"])(
  "%s names no registry, so that npm installs from its configured one",
  async (path) => {
    const text = await readFile(new URL(`../../${path}`, import.meta.url), "utf8");
    expect(text).not.toMatch(/"resolved": "\w+:/);
  },
);
