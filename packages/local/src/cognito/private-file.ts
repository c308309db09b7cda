// One JSON file that only its owner may read, replaced whole or not at all.
import { readFile, rename, writeFile } from "node:fs/promises";

/** The file's value, or nothing when there is no file yet. */
export async function readPrivateJson(file: string): Promise<unknown> {
  const text = await readFile(file, "utf8").catch((thrown: NodeJS.ErrnoException) => {
    if (thrown.code === "ENOENT") return undefined;
    throw thrown;
  });
  return text === undefined ? undefined : JSON.parse(text);
}

/** Not for two writers at once: both would use the same temporary name. */
export async function replacePrivateJson(file: string, value: unknown): Promise<void> {
  const unfinished = `${file}.new`;
  // Flushed before the rename: else a power cut can leave the new name with none of its bytes.
  await writeFile(unfinished, JSON.stringify(value), { mode: 0o600, flush: true });
  await rename(unfinished, file);
}
