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

/** A second of sound, 60 ms an append: what a power cut may cost. Killing the browser costs none of it. */
const APPENDS_PER_FLUSH = 17;

/**
 * Chromium refuses to read a file that was written to since `getFile` looked at it, which a recorder
 * does every 60 ms; a look and a read take about 2 ms. As many failures in a row are no coincidence.
 */
const READ_ATTEMPTS = 20;

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
        try {
          handle.truncate(0);
        } catch (thrown) {
          // Left open, it would keep everybody from the file for as long as this worker lives.
          handle.close();
          throw thrown;
        }
        return openFile(handle);
      }),
    read: (name) =>
      translated(async () => {
        try {
          const handle = await folder.getFileHandle(name);
          return await readWhole(handle);
        } catch (thrown) {
          if (isNamed(thrown, "NotFoundError")) return undefined;
          throw thrown;
        }
      }),
    remove: (name) =>
      translated(() =>
        folder.removeEntry(name).catch((thrown: unknown) => {
          if (!isNamed(thrown, "NotFoundError")) throw thrown;
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
        // Where there is no room, Chromium 156 does not throw: it gives -8 as an unsigned number
        // (measured). What was written of it, the next append overwrites.
        if (written !== bytes.length) throw new DOMException("no room", "QuotaExceededError");
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

async function readWhole(handle: FileSystemFileHandle): Promise<Uint8Array<ArrayBuffer>> {
  for (let attempt = 1; ; attempt++) {
    try {
      const file = await handle.getFile();
      return new Uint8Array(await file.arrayBuffer());
    } catch (thrown) {
      if (!isNamed(thrown, "NotReadableError") || attempt === READ_ATTEMPTS) throw thrown;
    }
  }
}

function isNamed(thrown: unknown, name: string): boolean {
  return thrown instanceof DOMException && thrown.name === name;
}
