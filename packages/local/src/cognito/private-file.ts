// One JSON file that only its owner may read, replaced whole or not at all.
import { readFile, rename, writeFile } from "node:fs/promises";

/** The file's value, or nothing when there is no file yet. */
export async function readPrivateJson(file: string): Promise<unknown> {
  const text = await readFile(file, "utf8").catch((thrown: NodeJS.ErrnoException) => {
    if (thrown.code === "ENOENT") return undefined;
    throw thrown;
  });
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Error(`${file} is not JSON: delete it to start without what it held`, { cause });
  }
}

/** Not for two writers at once: both would use the same temporary name. */
export async function replacePrivateJson(file: string, value: unknown): Promise<void> {
  const unfinished = `${file}.new`;
  // Flushed before the rename: else a power cut can leave the new name with none of its bytes.
  await writeFile(unfinished, JSON.stringify(value), { mode: 0o600, flush: true });
  await rename(unfinished, file);
}
