// Changes that the bucket does not have yet: new titles, and deletes that may still be undone. The device keeps
// them until they are made, also past the end of the page and a sign-out, as it keeps sound.
export interface Changes {
  readonly titles: ReadonlyMap<string, string>;
  /** The time at which each is made, in ms since 1970. */
  readonly deletes: ReadonlyMap<string, number>;
}

export interface KeptChanges {
  read(): Changes;
  /** @param title - nothing once the bucket has it */
  setTitle(id: string, title: string | undefined): void;
  /** @param dueAtMs - nothing once it is made or undone */
  setDelete(id: string, dueAtMs: number | undefined): void;
  /** @param listener - another tab has changed them, or this page a title. @returns stops listening */
  listen(listener: (by: "another-tab" | "this-page") => void): () => void;
}

const ofPage = new Map<string, KeptChanges>();

/** The same for all rooms of a page: they hear of each other's titles. */
export function keptChangesOf(owner: string): KeptChanges {
  const kept = ofPage.get(owner) ?? createKeptChanges(owner, localStorage);
  ofPage.set(owner, kept);
  return kept;
}

export function createKeptChanges(
  owner: string,
  storage: Pick<Storage, "getItem" | "setItem" | "removeItem">,
): KeptChanges {
  const key = `tapedeck.changes.${owner}`;
  /** Where the browser refuses storage, changes last as long as the page. */
  let inMemory: string | null = null;
  const listeners = new Set<(by: "this-page") => void>();

  function stored(): string | null {
    try {
      return storage.getItem(key);
    } catch {
      return inMemory;
    }
  }

  function read(): Changes {
    const fields = fieldsOf(parsed(stored()));
    const titles = Object.entries(fieldsOf(fields["titles"])).filter(isText);
    const deletes = Object.entries(fieldsOf(fields["deletes"])).filter(isNumber);
    return { titles: new Map(titles), deletes: new Map(deletes) };
  }

  /** Reads first, because another tab may have written. */
  function write(
    change: (titles: Map<string, string>, deletes: Map<string, number>) => void,
  ): void {
    const before = read();
    const titles = new Map(before.titles);
    const deletes = new Map(before.deletes);
    change(titles, deletes);
    const isEmpty = titles.size + deletes.size === 0;
    const json = { titles: Object.fromEntries(titles), deletes: Object.fromEntries(deletes) };
    inMemory = isEmpty ? null : JSON.stringify(json);
    try {
      if (inMemory === null) storage.removeItem(key);
      else storage.setItem(key, inMemory);
    } catch {
      // The browser refuses storage or has no room.
    }
  }

  return {
    read,
    setTitle: (id, title) => {
      write((titles) => set(titles, id, title));
      for (const listener of listeners) listener("this-page");
    },
    setDelete: (id, dueAtMs) => write((_, deletes) => set(deletes, id, dueAtMs)),
    listen(listener) {
      const onStorage = (event: StorageEvent) => {
        if (event.key === key || event.key === null) listener("another-tab");
      };
      addEventListener("storage", onStorage);
      listeners.add(listener);
      return () => {
        removeEventListener("storage", onStorage);
        listeners.delete(listener);
      };
    },
  };
}

function set<Value>(map: Map<string, Value>, id: string, value: Value | undefined): void {
  if (value === undefined) map.delete(id);
  else map.set(id, value);
}

const isText = (entry: [string, unknown]): entry is [string, string] =>
  typeof entry[1] === "string";
const isNumber = (entry: [string, unknown]): entry is [string, number] =>
  typeof entry[1] === "number";

type Fields = Readonly<Record<string, unknown>>;

const fieldsOf = (value: unknown): Fields =>
  typeof value === "object" && value !== null ? (value as Fields) : {};

function parsed(text: string | null): unknown {
  try {
    return JSON.parse(text ?? "null");
  } catch {
    return undefined;
  }
}
