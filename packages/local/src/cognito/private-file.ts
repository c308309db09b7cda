// A JSON file that only its owner may read. A write replaces all of it or fails.
import { readFile, rename, writeFile } from "node:fs/promises";

/** @returns the file's value, or `undefined` when there is no file yet */
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
  await writePrivateJson(unfinished, value);
  await rename(unfinished, file);
}

/** Flushed, so that a power cut leaves no empty file under the name that it gets afterwards. */
export async function writePrivateJson(file: string, value: unknown): Promise<void> {
  await writeFile(file, JSON.stringify(value), { mode: 0o600, flush: true });
}
