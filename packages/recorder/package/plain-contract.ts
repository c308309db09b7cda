// The types of the wire contract, written out. In core they are inferred from zod schemas: a stranger
// would need zod to compile, although the engine runs without it.
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { compile, PACKAGES } from "./compile.ts";

const CONTRACT = "@tapedeck/core/contract";

/** @param wanted - names of types of core's contract @returns a declaration file that exports them */
export async function plainContract(wanted: Iterable<string>): Promise<string> {
  const names = new Set(wanted);
  for (;;) {
    const text = await emit(names);
    const left = [...text.matchAll(/contract\.(\w+)/g)].map(([, name = ""]) => name);
    if (left.every((name) => names.has(name))) {
      return text.replace(/^import type.*\n/, "").replaceAll("contract.", "");
    }
    for (const name of left) names.add(name);
  }
}

/** The compiler writes the type of a variable out where nothing gives that type a name. */
async function emit(names: Iterable<string>): Promise<string> {
  // Inside the package, so that the compiler finds core as the package does.
  const folder = await mkdtemp(join(PACKAGES, "recorder/dist/plain-"));
  const lines = [
    `import type * as contract from "${CONTRACT}";`,
    "declare function plain<T>(): { [K in keyof T]: T[K] };",
    ...[...names].flatMap((name) => [
      `const plain${name} = plain<contract.${name}>();`,
      `export type ${name} = typeof plain${name};`,
    ]),
  ];
  const config = {
    extends: join(PACKAGES, "../tsconfig.base.json"),
    compilerOptions: {
      declaration: true,
      emitDeclarationOnly: true,
      outDir: join(folder, "out"),
      rootDir: PACKAGES,
    },
    files: ["plain.ts"],
  };
  try {
    await writeFile(join(folder, "plain.ts"), `${lines.join("\n")}\n`);
    await writeFile(join(folder, "tsconfig.json"), JSON.stringify(config));
    await compile(["-p", folder]);
    const built = folder.slice(PACKAGES.length + 1);
    const text = await readFile(join(folder, "out", built, "plain.d.ts"), "utf8");
    return text.replace(/^declare function.*\n/m, "");
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
