// Browsers that show an interface and do not keep what it promises, each imitated in one thread.
// Private windows, old versions and policies have done all of these.

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
  "no IndexedDB": () => {
    IDBFactory.prototype.open = () => {
      throw new DOMException("blocked by policy", "SecurityError");
    };
  },
};

export type StorageFault = keyof typeof FAULTS;

declare global {
  /** Workers only, and therefore not in TypeScript's library for windows. */
  var FileSystemSyncAccessHandle: { readonly prototype: { write: () => number } };
}
