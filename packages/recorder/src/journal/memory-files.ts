// Journal files in memory: what is left where a browser keeps nothing for us, and the disk of the
// tests. Goes with the page.
import { assemble } from "@tapedeck/core/webm/ebml-write";
import type { JournalFile, JournalFiles } from "./journal-files.ts";
import type { StorageKind } from "@tapedeck/core/upload/records";

/** @param kind - what it says that it is; tests have it stand for a disk */
export function createMemoryFiles(kind: StorageKind = "memory"): JournalFiles {
  const files = new Map<string, Uint8Array<ArrayBuffer>[]>();
  return {
    kind,
    create: async (name): Promise<JournalFile> => {
      const pieces: Uint8Array<ArrayBuffer>[] = [];
      files.set(name, pieces);
      return {
        append: (bytes) => {
          pieces.push(bytes.slice());
        },
        close: async () => undefined,
      };
    },
    read: async (name) => {
      const pieces = files.get(name);
      return pieces && assemble(pieces);
    },
    remove: async (name) => {
      files.delete(name);
    },
    list: async () => [...files.keys()].sort(),
  };
}
