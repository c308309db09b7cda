// The types of the engine, with those of core that they mention: a stranger's compiler knows no package
// of this repository.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join, relative, resolve } from "node:path";
import { compile, PACKAGES } from "./compile.ts";
import { plainContract } from "./plain-contract.ts";

const ENTRIES = ["index", "service-worker"];
const CORE = "@tapedeck/core/";
const CONTRACT = join(PACKAGES, "core/dist/types/contract.d.ts");
const SPECIFIER = /(?<=from |import\()"([^"]+)"/g;

/** @param dir - gets recorder/ and core/ */
export async function buildDeclarations(dir: string): Promise<void> {
  await compile(["-b", join(PACKAGES, "recorder")]);
  const reached = new Map<string, string>();
  const wire = new Set<string>();
  const waiting = ENTRIES.map((entry) => join(PACKAGES, "recorder/dist/types", `${entry}.d.ts`));
  for (const file of waiting) {
    if (reached.has(file) || file === CONTRACT) continue;
    const text = await readFile(file, "utf8");
    reached.set(file, text);
    for (const name of namesOfContract(text)) wire.add(name);
    for (const [, specifier = ""] of text.matchAll(SPECIFIER)) {
      waiting.push(declarationOf(file, specifier));
    }
  }
  reached.set(CONTRACT, await plainContract(wire));
  for (const [file, text] of reached) {
    const target = join(dir, inPackage(file));
    await mkdir(dirname(target), { recursive: true });
    await writeFile(
      target,
      text.replaceAll(
        SPECIFIER,
        (_all, specifier: string) => `"${builtSpecifier(file, specifier)}"`,
      ),
    );
  }
}

/** Core's own modules name it by its path. */
const FROM_CONTRACT =
  /import type \{([^}]*)\} from "(?:@tapedeck\/core\/contract|(?:\.\.?\/)+contract\.ts)"/g;

function namesOfContract(text: string): readonly string[] {
  return [...text.matchAll(FROM_CONTRACT)]
    .flatMap(([, names = ""]) => names.split(","))
    .map((name) => name.trim())
    .filter((name) => name !== "");
}

/** @throws {Error} for a package that a stranger would have to install for its types alone */
function declarationOf(file: string, specifier: string): string {
  const path = specifier.replace(/\.ts$/, "");
  if (specifier.startsWith(".")) return `${resolve(dirname(file), path)}.d.ts`;
  if (specifier.startsWith(CORE)) {
    return join(PACKAGES, "core/dist/types", `${specifier.slice(CORE.length)}.d.ts`);
  }
  throw new Error(`${file} takes types from ${specifier}, which the package does not carry`);
}

function inPackage(file: string): string {
  return relative(PACKAGES, file).replace(/([\\/])dist[\\/]types[\\/]/, "$1");
}

function builtSpecifier(file: string, specifier: string): string {
  const path = relative(dirname(inPackage(file)), inPackage(declarationOf(file, specifier)))
    .replaceAll("\\", "/")
    .replace(/\.d\.ts$/, ".js");
  return path.startsWith(".") ? path : `./${path}`;
}
