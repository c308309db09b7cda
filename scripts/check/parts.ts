// The four parts of the check. Each says what it looked at; a part that looked at nothing although
// there is something is not good.
import { join } from "node:path";
import type { Memory } from "./memory.ts";
import { countFiles, runTool, type Outcome } from "./run-tool.ts";

export interface Scope {
  readonly root: string;
  /** What lint is for, relative to the root. */
  readonly files: readonly string[];
  readonly memory: Memory;
}

export interface Report extends Outcome {
  readonly name: "types" | "lint" | "layout" | "dead code";
  readonly lookedAt: string;
}

/** @throws {Error} when oxlint finds no file */
export async function listFiles(root: string): Promise<readonly string[]> {
  const { output } = await runTool("oxlint", ["--debug=files"], root);
  const files = output.split("\n").filter((line) => /\.[cm]?[jt]sx?$/.test(line));
  if (files.length === 0) throw new Error(`oxlint finds no file in ${root}: ${output}`);
  return files;
}

/** The compiler remembers by itself which projects a change does not reach. */
export async function checkTypes({ root, memory }: Scope): Promise<Report> {
  const everything = memory.emptyBecause !== undefined;
  const flags = everything ? ["--force"] : [];
  const outcome = await runTool("typescript", ["-b", "--verbose", ...flags], root);
  const count = (pattern: RegExp) => outcome.output.match(pattern)?.length ?? 0;
  const projects = count(/^ {4}\* .*[\\/]tsconfig\.json/gm);
  const built = count(/Building project '/g);
  const spoken = /^(?: {4}\* .*|[\d:]+ [AP]M - .*)\r?$/gm;
  return {
    ...outcome,
    name: "types",
    lookedAt: `${built} of ${projects} projects`,
    isGood: outcome.isGood && projects > 0 && (built > 0 || !everything),
    output: outcome.output.replaceAll(spoken, "").replaceAll(/\n\s*\n/g, "\n"),
  };
}

export async function checkLayout({ root }: Scope): Promise<Report> {
  const outcome = await runTool("oxfmt", ["--check"], root);
  const count = countFiles(outcome);
  return {
    ...outcome,
    name: "layout",
    lookedAt: `${count} files`,
    isGood: outcome.isGood && count > 0,
  };
}

/** Any file can be the last user of another, so knip reads all of them, or what it remembers of them. */
export async function findDeadCode({ root, memory }: Scope): Promise<Report> {
  const cache = ["--cache", "--cache-location", join(memory.folder, "knip")];
  const outcome = await runTool("knip", ["--treat-config-hints-as-errors", ...cache], root);
  return { ...outcome, name: "dead code", lookedAt: "everything" };
}
