// Every function of the program, bundled as `sst deploy` bundles it.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { buildFunction, type BuiltFile } from "../fixtures/lambda/build-function.ts";
import { synthesize } from "../fixtures/synthesis/synthesize.ts";
import { sizeOf, type Size } from "./size.ts";

/** No code reads these: a size needs no secrets. */
const NO_LINKS = { links: {}, key: Buffer.alloc(32) };

/**
 * The size of each function's package, and of the part that Lambda loads before its first answer.
 *
 * @param dir - an empty folder, for the bundles
 */
export async function measureFunctions(dir: string): Promise<Size[]> {
  const { builds } = await synthesize({ stage: "sizes" });
  const sizes = builds.map(async (build) => {
    const name = `function ${build.functionID}`;
    const { files, taskRoot } = await buildFunction(build, NO_LINKS, join(dir, build.functionID));
    const atStart = files.filter(({ isLoadedAtStart }) => isLoadedAtStart);
    return [
      await measure(name, taskRoot, files),
      await measure(`${name} at its start`, taskRoot, atStart),
    ];
  });
  return (await Promise.all(sizes)).flat();
}

async function measure(name: string, taskRoot: string, files: readonly BuiltFile[]): Promise<Size> {
  const contents = new Map<string, Uint8Array>();
  const sources: Record<string, number> = {};
  for (const file of files) {
    contents.set(file.name, await readFile(join(taskRoot, file.name)));
    for (const [path, bytes] of Object.entries(file.sources)) {
      sources[path] = (sources[path] ?? 0) + bytes;
    }
  }
  return sizeOf(name, contents, sources);
}
