// A workspace of two projects in a temporary folder, for `npm run check` to look at.
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { chooseFiles, lint } from "../../scripts/check/lint.ts";
import { openMemory } from "../../scripts/check/memory.ts";
import { checkTypes, listFiles, type Report, type Scope } from "../../scripts/check/parts.ts";

const run = promisify(execFile);
const PACKAGES = fileURLToPath(new URL("../../node_modules", import.meta.url));

const REPOSITORY_LINT = JSON.parse(
  await readFile(new URL("../../.oxlintrc.json", import.meta.url), "utf8"),
) as { readonly rules: Readonly<Record<string, unknown>> };

const compilerOptions = {
  allowImportingTsExtensions: true,
  composite: true,
  emitDeclarationOnly: true,
  lib: ["es2024"],
  module: "nodenext",
  moduleDetection: "force",
  outDir: "dist",
  rootDir: "src",
  strict: true,
  target: "es2024",
  tsBuildInfoFile: "dist/.tsbuildinfo",
  types: [],
};

/** low: leaf ← middle, and alone; high: top, which imports middle. */
const FILES: Readonly<Record<string, string>> = {
  ".gitignore": "node_modules\ndist\n.cache\n",
  ".oxfmtrc.json": json({ ignorePatterns: ["**/*.json"] }),
  ".oxlintrc.json": json({
    options: { typeAware: true },
    plugins: ["import", "typescript"],
    categories: { correctness: "off" },
    rules: {
      "typescript/no-floating-promises": "error",
      "no-debugger": "error",
      // As this repository has it.
      "import/no-cycle": REPOSITORY_LINT.rules["import/no-cycle"],
    },
  }),
  "knip.json": json({ entry: ["packages/*/src/{alone,top}.ts"] }),
  "node_modules/.package-lock.json": json({ packages: {} }),
  "package.json": json({ name: "small-house", private: true, type: "module" }),
  "tsconfig.json": json({
    files: [],
    references: [{ path: "packages/low" }, { path: "packages/high" }],
  }),
  "packages/low/tsconfig.json": json({ compilerOptions, include: ["src"] }),
  "packages/high/tsconfig.json": json({
    compilerOptions,
    include: ["src"],
    references: [{ path: "../low" }],
  }),
  "packages/low/src/alone.ts": "export const alone = 1;\n",
  "packages/low/src/leaf.ts": "export function leaf(): number {\n  return 1;\n}\n",
  "packages/low/src/middle.ts":
    'import { leaf } from "./leaf.ts";\n\nexport const middle = leaf;\n',
  "packages/high/src/top.ts":
    'import { middle } from "../../low/src/middle.ts";\n\nexport function top(): void {\n  middle();\n}\n',
};

export interface SmallHouse extends AsyncDisposable {
  readonly root: string;
  write(path: string, text: string): Promise<void>;
  git(...args: readonly string[]): Promise<void>;
  /** Compiles, and returns the names of the files that lint would look at. */
  choose(): Promise<readonly string[]>;
  lint(): Promise<Report>;
  /** Undoes every change. */
  restore(): Promise<void>;
}

/** @returns a workspace that the check found good */
export async function buildSmallHouse(): Promise<SmallHouse> {
  const root = await mkdtemp(join(tmpdir(), "tapedeck-check-"));
  const write = async (path: string, text: string) => {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  };
  for (const [path, text] of Object.entries(FILES)) await write(path, text);
  // oxlint looks here for the half of it that knows types.
  await symlink(join(PACKAGES, ".bin"), join(root, "node_modules/.bin"), "junction");
  const git = async (...args: readonly string[]) => {
    const identity = ["-c", "user.name=Ada", "-c", "user.email=ada@example.com"];
    await run("git", [...identity, ...args], { cwd: root });
  };
  await git("init", "--quiet");
  await git("add", ".");
  await git("commit", "--quiet", "-m", "built");
  await git("tag", "built");
  const house: SmallHouse = {
    root,
    write,
    git,
    async choose() {
      const { chosen } = await chooseFiles(await compile(root));
      return chosen.map((file) => file.replace(/^.*\//, "")).sort();
    },
    lint: async () => lint(await compile(root)),
    async restore() {
      await git("reset", "--quiet", "--hard", "built");
      await git("clean", "-fdq");
    },
    [Symbol.asyncDispose]: () => rm(root, { recursive: true, force: true }),
  };
  try {
    const first = await house.lint();
    if (first.isGood && first.lookedAt === "4 of 4 files") return house;
    throw new Error(JSON.stringify(first));
  } catch (thrown) {
    await house[Symbol.asyncDispose]();
    throw thrown;
  }
}

async function compile(root: string): Promise<Scope> {
  const files = await listFiles(root);
  const scope = { root, files, memory: await openMemory(root, files, false) };
  const types = await checkTypes(scope);
  if (!types.isGood) throw new Error(types.output);
  return scope;
}

function json(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
