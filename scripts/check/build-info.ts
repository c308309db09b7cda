// What the compiler wrote down of its last build: of each file the text, what other files see of it,
// and which files it imports. The compiler decides by the same record what it need not check again.
import { readFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";

/** One file in one project. */
export interface BuiltFile {
  /** A hash of its text. */
  readonly text: string;
  /** A hash of its declarations: what those that import it can tell of it. */
  readonly shape: string;
  /** Absolute paths. */
  readonly imports: readonly string[];
  /** It declares globals, so that every file of the project sees it. */
  readonly isGlobal: boolean;
}

/** By absolute path. */
export type BuiltProject = ReadonlyMap<string, BuiltFile>;

interface TsConfig {
  readonly references?: readonly { readonly path: string }[];
  readonly compilerOptions?: { readonly tsBuildInfoFile?: string };
}

/** The form that TypeScript 7.0 writes. Numbers of files and of lists count from 1. */
interface BuildInfo {
  readonly fileNames: readonly string[];
  readonly fileInfos: readonly (string | FileInfo)[];
  readonly fileIdsList?: readonly (readonly number[])[];
  readonly referencedMap?: readonly (readonly [file: number, list: number])[];
}

interface FileInfo {
  readonly version: string;
  /** Left out where it is the version. */
  readonly signature?: string;
  readonly affectsGlobalScope?: boolean;
}

/**
 * The projects that `tsc -b` builds in this folder, as its last run left them.
 *
 * @throws {Error} when a project does not say where its record is, or the record has another form
 */
export async function readBuiltProjects(root: string): Promise<readonly BuiltProject[]> {
  const { references = [] } = (await readJson(join(root, "tsconfig.json"))) as TsConfig;
  return Promise.all(
    references.map(async ({ path }) => {
      const config = join(root, path, "tsconfig.json");
      const { compilerOptions } = (await readJson(config)) as TsConfig;
      const name = compilerOptions?.tsBuildInfoFile;
      if (name === undefined) throw new Error(`${config} names no tsBuildInfoFile.`);
      const file = resolve(root, path, name);
      const info = (await readJson(file)) as BuildInfo;
      if (!isKnownForm(info)) throw new Error(`${file} has a form that this check does not know.`);
      return toProject(dirname(file), info);
    }),
  );
}

/** Zod would take longer for these ten thousand files than the compiler takes to find them unchanged. */
function isKnownForm({ fileNames, fileInfos, fileIdsList = [], referencedMap = [] }: BuildInfo) {
  return (
    fileNames.length > 0 &&
    fileNames.length === fileInfos.length &&
    fileInfos.every(
      (info) => typeof (typeof info === "string" ? info : info.version) === "string",
    ) &&
    referencedMap.every(([file, list]) => fileNames[file - 1] && fileIdsList[list - 1]) &&
    fileIdsList.flat().every((file) => fileNames[file - 1])
  );
}

function toProject(dir: string, info: BuildInfo): BuiltProject {
  const paths = info.fileNames.map((name) => resolve(dir, name));
  const lists = new Map(info.referencedMap);
  const project = new Map<string, BuiltFile>();
  for (const [index, path] of paths.entries()) {
    const known = info.fileInfos[index] ?? "";
    const file: FileInfo = typeof known === "string" ? { version: known } : known;
    const imported = info.fileIdsList?.[(lists.get(index + 1) ?? 0) - 1] ?? [];
    project.set(path, {
      text: file.version,
      shape: file.signature ?? file.version,
      imports: imported.map((id) => paths[id - 1] ?? ""),
      isGlobal: file.affectsGlobalScope ?? false,
    });
  }
  return project;
}

async function readJson(path: string): Promise<unknown> {
  return JSON.parse(await readFile(path, "utf8"));
}
