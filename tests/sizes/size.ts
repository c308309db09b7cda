// The size of something that people or Lambda load, and its parts.
import { gzipSync } from "node:zlib";

export interface Size {
  /** `engine` */
  readonly name: string;
  /** Names of the files that count. */
  readonly files: readonly string[];
  readonly rawBytes: number;
  /** Each file on its own, at the best level: what a browser downloads. */
  readonly gzipBytes: number;
  /** Bytes by package, largest first; before the files are minified, if they are a page's. */
  readonly packages: readonly PackageSize[];
}

export interface PackageSize {
  readonly name: string;
  readonly bytes: number;
}

/** By name. */
export type Files = ReadonlyMap<string, Uint8Array>;

export function sizeOf(
  name: string,
  files: Files,
  sources: Readonly<Record<string, number>>,
): Size {
  const contents = [...files.values()];
  return {
    name,
    files: [...files.keys()],
    rawBytes: sum(contents.map((bytes) => bytes.length)),
    gzipBytes: sum(contents.map((bytes) => gzipSync(bytes, { level: 9 }).length)),
    packages: byPackage(sources),
  };
}

function byPackage(sources: Readonly<Record<string, number>>): PackageSize[] {
  const sizes = new Map<string, number>();
  for (const [path, bytes] of Object.entries(sources)) {
    const name = packageOf(path);
    sizes.set(name, (sizes.get(name) ?? 0) + bytes);
  }
  return [...sizes]
    .map(([name, bytes]) => ({ name, bytes }))
    .filter(({ bytes }) => bytes > 0)
    .sort((a, b) => b.bytes - a.bytes);
}

/** `@scope/name` for a package of npm, `packages/name` for one of ours. */
function packageOf(path: string): string {
  const installed = path.split("node_modules/").at(-1) ?? path;
  if (installed !== path) return /^(@[^/]+\/)?[^/]+/.exec(installed)?.[0] ?? installed;
  return /packages\/[^/]+/.exec(path)?.[0] ?? "the build itself";
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);
