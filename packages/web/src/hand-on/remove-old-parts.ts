// Removes what earlier conversions left on the browser's disk.
import { PARTS_FOLDER } from "./parts-folder.ts";

/** A browser may still copy a younger file to where the person wants it. */
const KEPT_MS = 3_600_000;

export async function removeOldParts(nowMs: number): Promise<void> {
  try {
    const root = await navigator.storage.getDirectory();
    const folder = await root.getDirectoryHandle(PARTS_FOLDER);
    for await (const [name, handle] of folder.entries()) {
      if (!(handle instanceof FileSystemFileHandle)) continue;
      const { lastModified } = await handle.getFile();
      if (nowMs - lastModified > KEPT_MS) await folder.removeEntry(name);
    }
  } catch {
    // There is no such folder, or another tab is writing this file.
  }
}
