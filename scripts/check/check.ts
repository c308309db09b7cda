// Types, lint, layout and dead code: all that can be said of the code without running it.
import { lint } from "./lint.ts";
import { openMemory } from "./memory.ts";
import {
  checkLayout,
  checkTypes,
  findDeadCode,
  listFiles,
  type Report,
  type Scope,
} from "./parts.ts";

export interface Options {
  readonly root: string;
  /** Look at everything, rather than at what changes since an earlier check can have reached. */
  readonly all: boolean;
  readonly say: (line: string) => void;
}

/** @returns whether all of it is good */
export async function check({ root, all, say }: Options): Promise<boolean> {
  const files = await listFiles(root);
  const memory = await openMemory(root, files, all);
  const scope: Scope = { root, files, memory };
  if (memory.emptyBecause !== undefined) say(`Looks at everything: ${memory.emptyBecause}.`);

  const tell = (report: Report) => {
    say(lineOf(report));
    if (!report.isGood) say(report.output);
    return report;
  };
  const typesAndLint = async () => {
    const types = tell(await checkTypes(scope));
    if (types.isGood) return [types, tell(await lint(scope))];
    say("bad   lint       not looked at: it needs the types");
    return [types];
  };
  const reports = await Promise.all([
    typesAndLint(),
    checkLayout(scope).then(tell),
    findDeadCode(scope).then(tell),
  ]);
  return reports.flat().every(({ isGood }) => isGood);
}

function lineOf({ isGood, name, lookedAt, cpuSeconds }: Report): string {
  const cost = cpuSeconds === undefined ? "" : `${cpuSeconds.toFixed(1)} s of CPU`;
  return `${isGood ? "good" : "bad "}  ${name.padEnd(10)} ${lookedAt.padEnd(20)} ${cost}`.trimEnd();
}
