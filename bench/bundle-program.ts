// A program to be measured in a process of its own, as JavaScript: Node would spend part of its time
// on taking the types out.
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

export async function bundleProgram(entry: URL, outfile: string): Promise<void> {
  await build({
    entryPoints: [fileURLToPath(entry)],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "es2024",
    minify: true,
    logLevel: "silent",
  });
}
