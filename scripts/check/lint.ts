// Lint by types of the files that can have changed since they were found good.
import { join } from "node:path";
import { readBuiltProjects } from "./build-info.ts";
import { fingerprintsOf } from "./fingerprint.ts";
import type { Report, Scope } from "./parts.ts";
import { countFiles, runTool, type Outcome } from "./run-tool.ts";

export interface Choice {
  readonly chosen: readonly string[];
  /** Of each file that a project has: its fingerprint now. */
  readonly now: ReadonlyMap<string, string>;
}

/** Needs the record of a build that went well. A file that is in no project is always chosen. */
export async function chooseFiles({ root, files, memory }: Scope): Promise<Choice> {
  const fingerprint = fingerprintsOf(await readBuiltProjects(root));
  const now = new Map<string, string>();
  for (const file of files) {
    const found = fingerprint(join(root, file));
    if (found !== undefined) now.set(file, found);
  }
  const isKnown = (file: string) => now.has(file) && now.get(file) === memory.good.get(file);
  return { chosen: files.filter((file) => !isKnown(file)), now };
}

export async function lint(scope: Scope): Promise<Report> {
  const { chosen, now } = await chooseFiles(scope);
  const name = "lint";
  const lookedAt = `${chosen.length} of ${scope.files.length} files`;
  if (chosen.length === 0) return { name, lookedAt, isGood: true, output: "", cpuSeconds: 0 };
  const outcome = await runTool(
    "oxlint",
    ["--deny-warnings", "--format=default", ...chosen],
    scope.root,
  );
  const isWhole = countFiles(outcome) === chosen.length;
  const blamed = isWhole ? blamedBy(outcome, chosen) : undefined;
  if (blamed !== undefined) {
    await scope.memory.remember(new Map([...now].filter(([file]) => !blamed.has(file))));
  }
  return { ...outcome, name, lookedAt, isGood: outcome.isGood && isWhole };
}

/** @returns undefined when it says more, or less, than its last lines count, or blames a file unknown */
function blamedBy(
  { isGood, output }: Outcome,
  chosen: readonly string[],
): ReadonlySet<string> | undefined {
  const files = [...output.matchAll(/(?:,-|╭─)\[(.+):\d+:\d+\]$/gm)].map(([, file = ""]) => file);
  const [, warnings, errors] = /^Found (\d+) warnings? and (\d+) errors?/m.exec(output) ?? [];
  const isTold =
    Number(warnings) + Number(errors) === files.length && isGood === (files.length === 0);
  return isTold && files.every((file) => chosen.includes(file)) ? new Set(files) : undefined;
}
