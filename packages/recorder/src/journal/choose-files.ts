// Which storage a browser has, found out by using it: private windows and old versions have shown
// every one of these interfaces and then refused to write.
import { createIndexedDbRecords } from "./indexeddb-records.ts";
import { openJournalDatabase } from "./journal-database.ts";
import type { JournalFiles } from "./journal-files.ts";
import type { JournalRecords } from "./journal-records.ts";
import { loadLater } from "./load-later.ts";
import { createMemoryFiles } from "./memory-files.ts";
import { createMemoryRecords } from "./memory-records.ts";
import { openOpfsFiles } from "./opfs-files.ts";

/** For the encoder worker: the best that can really be written and read. Never fails. */
export async function openJournalStorage(): Promise<{
  readonly files: JournalFiles;
  readonly records: JournalRecords;
}> {
  try {
    const database = await openJournalDatabase({ onUpgrade: "hold" });
    const records = createIndexedDbRecords(database);
    // Records tell one how to find the files: without them, files would be kept and never found.
    const files =
      (await tried(openOpfsFiles)) ??
      (await tried(async () => (await loadLater()).createIndexedDbFiles(database)));
    if (files) return { files, records };
  } catch {
    // The page says that nothing is kept, see RecordingRecord.storage.
  }
  return { files: createMemoryFiles(), records: createMemoryRecords() };
}

/** @returns the files, if a file of theirs was written, read back and removed */
async function tried(open: () => Promise<JournalFiles>): Promise<JournalFiles | undefined> {
  try {
    const files = await open();
    return (await canKeep(files)) ? files : undefined;
  } catch {
    return undefined;
  }
}

async function canKeep(files: JournalFiles): Promise<boolean> {
  const name = `probe-${crypto.randomUUID()}`;
  const bytes = Uint8Array.of(7, 1, 255, 0, 42);
  try {
    const file = await files.create(name);
    try {
      file.append(bytes);
    } finally {
      await file.close();
    }
    const read = await files.read(name);
    return read?.join() === bytes.join();
  } finally {
    // A trial that failed half-way has made a file, too.
    await files.remove(name);
  }
}
