// `npm run check` looks at every file that a change can reach.
import { readFile, rename, rm, utimes } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { check } from "../../scripts/check/check.ts";
import { buildSmallHouse, type SmallHouse } from "./small-house.ts";

const ALONE = "packages/low/src/alone.ts";
const LEAF = "packages/low/src/leaf.ts";
const MIDDLE = "packages/low/src/middle.ts";
/** A cycle of types alone: the program runs, and yet neither file can be read without the other. */
const CIRCULAR_LEAF =
  'import type { middle } from "./middle.ts";\n\nexport function leaf(): number {\n  return 1;\n}\nexport type Middle = typeof middle;\n';
const ASYNC_LEAF = "export async function leaf(): Promise<number> {\n  return 1;\n}\n";

let house: SmallHouse;
beforeAll(async () => {
  house = await buildSmallHouse();
});
afterEach(() => house.restore());
afterEach(() => vi.unstubAllEnvs());
afterAll(() => house[Symbol.asyncDispose]());

describe("lint", () => {
  test("looks at nothing when nothing has changed", async () => {
    expect(await house.choose()).toEqual([]);
    expect(await house.lint()).toMatchObject({ isGood: true, lookedAt: "0 of 4 files" });
  });

  test("looks at the changed file alone when its types stay the same", async () => {
    await house.write(LEAF, "export function leaf(): number {\n  return 2;\n}\n");
    expect(await house.choose()).toEqual(["leaf.ts"]);
  });

  test("looks at every importer of a changed file, direct or not, when its types change", async () => {
    await house.write(LEAF, ASYNC_LEAF);
    expect(await house.choose()).toEqual(["leaf.ts", "middle.ts", "top.ts"]);
  });

  test.each(["staged", "committed"])("looks at a changed file that is %s", async (state) => {
    await house.write(ALONE, "export const alone = 1 + 1;\n");
    await house.git("add", ".");
    if (state === "committed") await house.git("commit", "-qm", "changed");
    expect(await house.choose()).toEqual(["alone.ts"]);
  });

  test("looks at a new file, a renamed one and their importers", async () => {
    await house.write("packages/low/src/new.ts", "export const added = 1;\n");
    await house.git("mv", LEAF, "packages/low/src/renamed.ts");
    await house.write(
      MIDDLE,
      'import { leaf } from "./renamed.ts";\n\nexport const middle = leaf;\n',
    );
    expect(await house.choose()).toEqual(["middle.ts", "new.ts", "renamed.ts", "top.ts"]);
  });

  test("looks at the importers of a deleted file", async () => {
    await rm(join(house.root, LEAF));
    await expect(house.choose()).rejects.toThrow("leaf.ts");
    await house.write(MIDDLE, "export const middle = (): number => 1;\n");
    expect(await house.choose()).toEqual(["middle.ts", "top.ts"]);
  });

  test.each([
    ["FORCE_COLOR", "0"],
    ["FORCE_COLOR", "3"],
    ["CI", undefined],
    ["CI", "true"],
  ])("looks at a bad file again until it is good, with %s=%s too", async (variable, value) => {
    vi.stubEnv(variable, value);
    await using other = await buildSmallHouse();
    await other.write(ALONE, "debugger;\nexport const alone = 1;\n");
    await other.write("packages/low/src/new.ts", "export const added = 1;\n");
    for (const lookedAt of ["2 of 5 files", "1 of 5 files"]) {
      expect(await other.lint()).toMatchObject({ isGood: false, lookedAt });
    }
  });

  test("looks at an untouched file that an imported type made bad", async () => {
    await using other = await buildSmallHouse();
    await other.write(LEAF, ASYNC_LEAF);
    const { isGood, output } = await other.lint();
    expect(isGood).toBe(false);
    expect(output).toMatch(/no-floating-promises[^]*top\.ts:4/);
  });

  test("looks at everything when an older file replaces one", async () => {
    await using other = await buildSmallHouse();
    await other.write("kept", "export function leaf(): string {\n  return 'one';\n}\n");
    const kept = join(other.root, "kept");
    await utimes(kept, new Date("2020-01-01"), new Date("2020-01-01"));
    await rename(kept, join(other.root, LEAF));
    expect(await other.choose()).toHaveLength(4);
  });

  test.each(["packages/low/tsconfig.json", ".oxlintrc.json", "node_modules/.package-lock.json"])(
    "looks at everything when %s changes",
    async (path) => {
      await using other = await buildSmallHouse();
      const text = await readFile(join(other.root, path), "utf8");
      await other.write(path, `${text}\n`);
      expect(await other.choose()).toHaveLength(4);
    },
  );
});

describe("the check", () => {
  const lines: string[] = [];
  const look = (all: boolean) => {
    lines.length = 0;
    return check({ root: house.root, all, say: (line) => lines.push(line) });
  };

  test("prints what each part looked at", async () => {
    expect(await look(false)).toBe(true);
    expect(lines.sort()).toEqual([
      expect.stringMatching(/^good {2}dead code {2}everything +\d+\.\d s of CPU$/),
      expect.stringMatching(/^good {2}layout {5}4 files +\d+\.\d s of CPU$/),
      expect.stringMatching(/^good {2}lint {7}0 of 4 files +0\.0 s of CPU$/),
      expect.stringMatching(/^good {2}types {6}\d of 2 projects +\d+\.\d s of CPU$/),
    ]);
  });

  test("looks at everything when --all asks for it", async () => {
    expect(await look(false)).toBe(true);
    expect(await look(true)).toBe(true);
    expect(lines[0]).toBe("Looks at everything: --all.");
    expect(lines).toContainEqual(expect.stringContaining("4 of 4 files"));
    expect(lines).toContainEqual(expect.stringContaining("2 of 2 projects"));
  });

  test.each([
    ["types", ALONE, 'export const alone: number = "one";\n', "alone.ts"],
    ["lint", ALONE, "debugger;\nexport const alone = 1;\n", "alone.ts"],
    ["lint", LEAF, CIRCULAR_LEAF, "import(no-cycle)"],
    ["layout", ALONE, "export const   alone = 1;\n", "alone.ts"],
    ["dead code", ALONE, 'import "left-pad";\n\nexport const alone = 1;\n', "left-pad"],
    ["dead code", MIDDLE, "export const middle = (): number => 1;\n", "leaf.ts"],
  ])("turns bad when %s turns bad in %s", async (part, path, text, named) => {
    await house.write(path, text);
    expect(await look(false)).toBe(false);
    expect(lines.filter((line) => line.startsWith(`bad   ${part}`))).toHaveLength(1);
    expect(lines.join("\n")).toContain(named);
  });
});
