// A fingerprint of all that the lint of a file can depend on, besides the configuration.
import { createHash } from "node:crypto";
import type { BuiltProject } from "./build-info.ts";

export type Fingerprint = (path: string) => string | undefined;

/**
 * The fingerprint of a file is the same for two builds only if its text, the declarations of
 * everything that it imports, directly or through others, and all global declarations are the same.
 *
 * @returns takes an absolute path; has none for a file that is in no project, because nothing is known
 *   of what it imports
 */
export function fingerprintsOf(projects: readonly BuiltProject[]): Fingerprint {
  const inProject = projects.map(fingerprintsIn);
  return (path) => {
    const found = inProject.flatMap((of, index) => {
      const one = of(path);
      return one === undefined ? [] : [`${index} ${one}`];
    });
    return found.length === 0 ? undefined : hash(found);
  };
}

function fingerprintsIn(project: BuiltProject): Fingerprint {
  const shapes = (paths: Iterable<string>) =>
    hash([...paths].map((path) => `${path} ${project.get(path)?.shape}`).sort());
  const globals = [...project].flatMap(([path, { isGlobal }]) => (isGlobal ? [path] : []));
  const seenByAll = shapes(reach(globals, project));

  // Some packages have a thousand files, and most of ours import one of those.
  const packages = new Map<string, string>();
  const shapeOfPackage = (path: string) => {
    const shape = packages.get(path) ?? shapes(reach([path], project));
    packages.set(path, shape);
    return shape;
  };

  return (path) => {
    const file = project.get(path);
    if (file === undefined) return undefined;
    const reached = [...reach([path], project, isInstalled)];
    const entries = reached.filter(isInstalled).sort();
    const own = reached.filter((each) => !isInstalled(each));
    return hash([file.text, seenByAll, shapes(own), ...entries.map(shapeOfPackage)]);
  };
}

/** What these import, directly or through others, themselves included; not what `isEnd` imports. */
function reach(
  paths: readonly string[],
  project: BuiltProject,
  isEnd: (path: string) => boolean = () => false,
): ReadonlySet<string> {
  // A set yields what is added to it while it is walked.
  const reached = new Set(paths);
  for (const each of reached) {
    if (isEnd(each)) continue;
    for (const imported of project.get(each)?.imports ?? []) reached.add(imported);
  }
  return reached;
}

function isInstalled(path: string): boolean {
  return path.includes("/node_modules/");
}

function hash(lines: readonly string[]): string {
  return createHash("sha256").update(lines.join("\n")).digest("hex");
}
