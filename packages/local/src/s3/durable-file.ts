// Writes files that survive a power cut, or are absent after it.
import { randomUUID } from "node:crypto";
import { open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";

/** Suffix of unfinished files; the next program that opens the folder removes them. */
export const UNFINISHED = ".unfinished";

/** Replaces a file in one step: a reader finds the old text or the new one, never a mixture. */
export async function replaceFile(file: string, text: string): Promise<void> {
  const unfinished = `${file}.${randomUUID()}${UNFINISHED}`;
  try {
    await using handle = await open(unfinished, "wx", 0o600);
    await handle.writeFile(text);
    await handle.sync();
    await rename(unfinished, file);
  } catch (thrown) {
    await rm(unfinished, { force: true });
    throw thrown;
  }
  await syncFolder(dirname(file));
}

/** A rename or removal is durable only once its folder is. */
export async function syncFolder(folder: string): Promise<void> {
  await using handle = await open(folder, "r");
  await handle.sync();
}
