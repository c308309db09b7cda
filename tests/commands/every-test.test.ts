// A test that no command runs is worse than none: two files of tests/packages once stood still for a day.
import { execFileSync } from "node:child_process";
import { matchesGlob } from "node:path";
import { expect, test } from "vitest";
import web from "../../packages/web/vitest.config.ts";
import main from "../../vitest.config.ts";
import lambda from "../../vitest.lambda.config.ts";
import long from "../../vitest.long.config.ts";
import pictures from "../../vitest.pictures.config.ts";
import tools from "../../vitest.tools.config.ts";

interface Selection {
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
}

test("a command of this repository runs every test file", () => {
  const projects = (main.test?.projects ?? []).flatMap((project) =>
    typeof project === "object" && "test" in project ? [project.test as Selection] : [],
  );
  const ofWeb = [web.test?.include ?? []].flat().map((glob) => `packages/web/${glob}`);
  const selections: Selection[] = [
    ...projects,
    { include: ofWeb },
    lambda.test as Selection,
    long.test as Selection,
    tools.test as Selection,
    pictures.test as Selection,
  ];
  const isIn = (globs: readonly string[] = [], file: string) =>
    globs.some((glob) => matchesGlob(file, glob));
  const files = execFileSync("git", ["ls-files", "*.test.ts", "*.test.tsx"], { encoding: "utf8" });
  const forgotten = files
    .trim()
    .split("\n")
    .filter(
      (file) =>
        !selections.some(({ include, exclude }) => isIn(include, file) && !isIn(exclude, file)),
    );
  expect(forgotten).toEqual([]);
});
