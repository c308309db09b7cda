// Writes a file of any size: to the browser's own disk where there is one for us, else to memory.
import { BufferTarget, StreamTarget, type StreamTargetChunk, type Target } from "mediabunny";
import { PARTS_FOLDER } from "./parts-folder.ts";

export interface PartFile {
  readonly target: Target;
  /** Call it once the target has all bytes. */
  finish(type: string): Promise<Blob>;
}

// Workers have it, and the types of a page lack it.
declare global {
  interface FileSystemFileHandle {
    createSyncAccessHandle(): Promise<SyncAccessHandle>;
  }
}

interface SyncAccessHandle {
  write(data: BufferSource, options: { readonly at: number }): number;
  flush(): void;
  close(): void;
}

/** How to remove each file on the disk that this worker has made. */
const removals: (() => Promise<void>)[] = [];

/** For a conversion that ends without its files. What still writes to them fails. */
export async function removePartFiles(): Promise<void> {
  for (const remove of removals.splice(0)) await remove();
}

export async function createPartFile(): Promise<PartFile> {
  try {
    return await diskFile();
  } catch {
    return memoryFile();
  }
}

async function diskFile(): Promise<PartFile> {
  const root = await navigator.storage.getDirectory();
  const folder = await root.getDirectoryHandle(PARTS_FOLDER, { create: true });
  const name = crypto.randomUUID();
  const handle = await folder.getFileHandle(name, { create: true });
  const access = await handle.createSyncAccessHandle();
  removals.push(() => {
    access.close();
    return folder.removeEntry(name);
  });
  const writable = new WritableStream<StreamTargetChunk>({
    write: ({ data, position }) => {
      access.write(data, { at: position });
    },
  });
  return {
    target: new StreamTarget(writable, { chunked: true, chunkSize: 1_048_576 }),
    finish: async () => {
      access.flush();
      access.close();
      return handle.getFile();
    },
  };
}

function memoryFile(): PartFile {
  const target = new BufferTarget();
  return {
    target,
    finish: (type) => Promise.resolve(new Blob([target.buffer ?? new ArrayBuffer()], { type })),
  };
}
