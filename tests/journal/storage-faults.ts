// Imitates, in one thread, browsers whose storage breaks its promises. Private windows, old versions and
// policies have caused all of these.

export const FAULTS = {
  "no OPFS": () => {
    Reflect.deleteProperty(StorageManager.prototype, "getDirectory");
  },
  "OPFS that refuses to open": () => {
    StorageManager.prototype.getDirectory = () =>
      Promise.reject(new DOMException("private window", "SecurityError"));
  },
  "OPFS without synchronous writing": () => {
    Reflect.deleteProperty(FileSystemFileHandle.prototype, "createSyncAccessHandle");
  },
  "OPFS that takes no byte": () => {
    FileSystemSyncAccessHandle.prototype.write = () => 0;
  },
  "OPFS that gives nothing back": () => {
    FileSystemFileHandle.prototype.getFile = async () => new File([], "empty");
  },
  "OPFS that takes half of its tenth append": () => {
    const { prototype } = FileSystemSyncAccessHandle;
    const write = prototype.write;
    let count = 0;
    prototype.write = function (bytes, at) {
      count += 1;
      return write.call(this, count === 10 ? bytes.subarray(0, bytes.length / 2) : bytes, at);
    };
  },
  // Seen in Chromium 156 without room: -8 as an unsigned number.
  "OPFS that refuses its tenth append by its number": () => {
    const { prototype } = FileSystemSyncAccessHandle;
    const write = prototype.write;
    let count = 0;
    prototype.write = function (bytes, at) {
      count += 1;
      return count === 10 ? 2 ** 64 - 8 : write.call(this, bytes, at);
    };
  },
  "IndexedDB that fails one append, the sixth": () => {
    let count = 0;
    IDBObjectStore.prototype.add = function (...args) {
      count += 1;
      // Of a value without a key of its own, `put` does the same.
      const request = this.put(...args);
      // The first made the file.
      if (count === 7) this.transaction.abort();
      return request;
    };
  },
  "no IndexedDB": () => {
    IDBFactory.prototype.open = () => {
      throw new DOMException("blocked by policy", "SecurityError");
    };
  },
};

export type StorageFault = keyof typeof FAULTS;

declare global {
  /** Workers only, and therefore not in TypeScript's library for windows. */
  var FileSystemSyncAccessHandle: {
    readonly prototype: { write: (this: unknown, bytes: Uint8Array, at: unknown) => number };
  };
}
