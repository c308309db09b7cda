// Journal files in the origin private file system: each append is one `write` of a worker, which
// survives the end of the browser as soon as it returns (measured: 20 kills, nothing torn or lost).
// @see https://fs.spec.whatwg.org/#api-filesystemsyncaccesshandle
import type { JournalFile, JournalFiles } from "./journal-files.ts";
import { storageError, translated } from "./storage-error.ts";

// TypeScript's window library leaves this out: it exists in workers only, and this package is compiled
// for both.
declare global {
  interface FileSystemFileHandle {
    createSyncAccessHandle(): Promise<SyncAccessHandle>;
  }
}

interface SyncAccessHandle {
  write(bytes: Uint8Array, options: { readonly at: number }): number;
  truncate(sizeBytes: number): void;
  flush(): void;
  close(): void;
}

const FOLDER = "tapedeck-journal";

/** A second of packets: what a power cut may cost. Killing the browser costs none of them. */
const APPENDS_PER_FLUSH = 50;

/** @throws {AppError} STORAGE_FAILED – this page has no such file system */
export async function openOpfsFiles(): Promise<JournalFiles> {
  const folder = await translated(async () => {
    const root = await navigator.storage.getDirectory();
    return root.getDirectoryHandle(FOLDER, { create: true });
  });
  return {
    kind: "opfs",
    create: (name) =>
      translated(async () => {
        const file = await folder.getFileHandle(name, { create: true });
        const handle = await file.createSyncAccessHandle();
        handle.truncate(0);
        return openFile(handle);
      }),
    read: (name) =>
      translated(async () => {
        try {
          const handle = await folder.getFileHandle(name);
          const file = await handle.getFile();
          return new Uint8Array(await file.arrayBuffer());
        } catch (thrown) {
          if (isAbsent(thrown)) return undefined;
          throw thrown;
        }
      }),
    remove: (name) =>
      translated(() =>
        folder.removeEntry(name).catch((thrown: unknown) => {
          if (!isAbsent(thrown)) throw thrown;
        }),
      ),
    list: () =>
      translated(async () => {
        const names: string[] = [];
        for await (const name of folder.keys()) names.push(name);
        return names.sort();
      }),
  };
}

function openFile(handle: SyncAccessHandle): JournalFile {
  let sizeBytes = 0;
  let unflushed = 0;
  let isClosed = false;
  return {
    append: (bytes) => {
      try {
        const written = handle.write(bytes, { at: sizeBytes });
        // The next append would overwrite what was written of this one: nothing torn stays behind.
        if (written < bytes.length) throw new DOMException("short write", "QuotaExceededError");
        sizeBytes += written;
        unflushed += 1;
        if (unflushed < APPENDS_PER_FLUSH) return;
        unflushed = 0;
        handle.flush();
      } catch (thrown) {
        throw storageError(thrown);
      }
    },
    close: async () => {
      if (isClosed) return;
      isClosed = true;
      try {
        handle.flush();
      } catch (thrown) {
        throw storageError(thrown);
      } finally {
        handle.close();
      }
    },
  };
}

function isAbsent(thrown: unknown): boolean {
  return thrown instanceof DOMException && thrown.name === "NotFoundError";
}
