// The database in which this device remembers the list of a person's recordings: it goes when they sign out.
const nameOf = (owner: string) => `tapedeck-library-${owner}`;

export function openLibraryDatabase(owner: string): IDBOpenDBRequest {
  return indexedDB.open(nameOf(owner), 1);
}

export function deleteLibraryDatabase(owner: string): void {
  indexedDB.deleteDatabase(nameOf(owner));
}
