// What the documents point to is there: files, headings, commands and test projects.
import { access, glob, readFile } from "node:fs/promises";
import { beforeAll, expect, test } from "vitest";
import packageJson from "../../package.json" with { type: "json" };
import { testProjects } from "../fixtures/test-projects.ts";

const ROOT = new URL("../../", import.meta.url);
const README_LINES = 200;
const PACKAGE = /^(core|functions|recorder|web|local)\//;

const pages = new Map<string, string>();
beforeAll(async () => {
  const paths = glob("{*.md,{docs,bench,tests,packages}/**/*.md}", {
    cwd: ROOT,
    exclude: (path) => path.endsWith("node_modules"),
  });
  for await (const path of paths) pages.set(path, await readFile(new URL(path, ROOT), "utf8"));
});

/** A heading's name in a link, as GitHub gives it. */
const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
    .replaceAll(" ", "-");

const anchorsOf = (page: string) =>
  [...page.matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) => anchorOf(heading));

const exists = (url: URL) =>
  access(url).then(
    () => true,
    () => false,
  );

/** All places of `pattern` on the pages, with the page. */
const findAll = (pattern: RegExp) =>
  [...pages].flatMap(([path, page]) =>
    [...page.matchAll(pattern)].map(([, found = ""]) => ({ path, found })),
  );

test("every link of a document leads to a file and a heading that exist", async () => {
  const links = findAll(/\]\(([^)\s]+)\)/g).filter(({ found }) => !/^\w+:/.test(found));
  expect(links.length).toBeGreaterThan(50);
  const broken: string[] = [];
  for (const { path, found } of links) {
    const url = new URL(found, new URL(path, ROOT));
    const anchor = decodeURIComponent(url.hash.slice(1));
    url.hash = "";
    const isThere = await exists(url);
    const hasHeading =
      anchor === "" || (isThere && anchorsOf(await readFile(url, "utf8")).includes(anchor));
    if (!isThere || !hasHeading) broken.push(`${path}: ${found}`);
  }
  expect(broken).toEqual([]);
});

test("every path that a document names exists", async () => {
  const named = findAll(
    /`((?:tests|docs|bench|infra|packages|scripts|core|functions|recorder|web|local)\/[\w./-]+)`/g,
  ).filter(({ found }) => !/node_modules|\/dist\//.test(found));
  expect(named.length).toBeGreaterThan(50);
  const missing: string[] = [];
  for (const { path, found } of named) {
    // Documents write `core/limits.ts` for `packages/core/src/limits.ts`.
    const file = found.replace(PACKAGE, "packages/$1/src/");
    if (!(await exists(new URL(file, ROOT)))) missing.push(`${path}: ${found}`);
  }
  expect(missing).toEqual([]);
});

test("every npm script and test project that a document names exists", async () => {
  const scripts = findAll(/npm run (?:-s )?([\w:]+)/g);
  const projects = findAll(/--project[ =](\w+)/g);
  expect(scripts.length).toBeGreaterThan(20);
  expect(projects.length).toBeGreaterThan(3);
  const known = await testProjects();
  expect(scripts.filter(({ found }) => !(found in packageJson.scripts))).toEqual([]);
  expect(projects.filter(({ found }) => !known.includes(found))).toEqual([]);
});

test("the README stays short", () => {
  expect(pages.get("README.md")?.split("\n").length).toBeLessThan(README_LINES);
});
