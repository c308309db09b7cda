// One bucket on disk. `bytes/` holds bodies under random names, `objects/` one JSON record per key,
// named by the key's hash so that no key can reach outside. A record is renamed into place after its
// bytes are safe, and only records count: an object is there as a whole or not at all.
import { createHash, randomUUID } from "node:crypto";
import { open, readdir, readFile, rm, type FileHandle } from "node:fs/promises";
import { join } from "node:path";
import { replaceFile, syncFolder, UNFINISHED } from "./durable-file.ts";
import { compareKeys } from "./key-order.ts";
import type { ObjectRecord, Tag } from "./object-record.ts";
import { openPrivateFolder } from "./private-folder.ts";
import { Turns } from "./turns.ts";

/** Throws when the present version of the object forbids the change. */
export type Precondition = (current: ObjectRecord | undefined) => void;

/** A body that is being received; without a commit, disposing of it removes its file. */
export interface Upload extends AsyncDisposable {
  write(bytes: Buffer): Promise<void>;
  /** @throws the error of `precondition`; then the bucket has not changed */
  commit(
    record: Omit<ObjectRecord, "bytesName">,
    precondition: Precondition,
  ): Promise<ObjectRecord>;
}

export class ObjectStore {
  readonly #bytesDir: string;
  readonly #objectsDir: string;
  readonly #records = new Map<string, ObjectRecord>();
  readonly #turns = new Turns();
  #sortedKeys: readonly string[] | undefined;

  private constructor(dir: string) {
    this.#bytesDir = join(dir, "bytes");
    this.#objectsDir = join(dir, "objects");
  }

  /** Opens or makes the folder, and removes unfinished files of a crash. One process at a time. */
  static async open(dir: string): Promise<ObjectStore> {
    const store = new ObjectStore(dir);
    for (const folder of [dir, store.#bytesDir, store.#objectsDir]) await openPrivateFolder(folder);
    await store.#load();
    await store.#sweep();
    return store;
  }

  get(key: string): ObjectRecord | undefined {
    return this.#records.get(key);
  }

  /** All keys in listing order; sorted once after each change of the set. */
  keys(): readonly string[] {
    this.#sortedKeys ??= [...this.#records.keys()].sort(compareKeys);
    return this.#sortedKeys;
  }

  async beginUpload(): Promise<Upload> {
    const bytesName = randomUUID();
    const file = join(this.#bytesDir, bytesName);
    const handle = await open(file, "wx", 0o600);
    let isCommitted = false;
    return {
      async write(bytes) {
        // Not handle.write: it may write fewer bytes than it was given.
        await handle.writeFile(bytes);
      },
      commit: async (record, precondition) => {
        await handle.sync();
        await syncFolder(this.#bytesDir);
        const committed = { ...record, bytesName };
        await this.#turns.take(record.key, async () => {
          const previous = this.#records.get(record.key);
          precondition(previous);
          await this.#save(committed);
          isCommitted = true;
          if (previous !== undefined) await rm(this.#fileOf(previous), { force: true });
        });
        return committed;
      },
      async [Symbol.asyncDispose]() {
        await handle.close();
        if (!isCommitted) await rm(file, { force: true });
      },
    };
  }

  /** Opens an object's bytes; they stay readable while it is replaced or deleted. */
  async openBytes(key: string): Promise<{ record: ObjectRecord; handle: FileHandle } | undefined> {
    for (let record = this.get(key); record !== undefined; record = this.get(key)) {
      try {
        return { record, handle: await open(this.#fileOf(record), "r") };
      } catch (thrown) {
        // The object was replaced between the look-up and the opening: look again. Otherwise the store is broken.
        if (this.get(key) === record) throw thrown;
      }
    }
    return undefined;
  }

  /** @returns whether there was such an object. */
  async setTags(key: string, tags: readonly Tag[]): Promise<boolean> {
    return this.#turns.take(key, async () => {
      const record = this.#records.get(key);
      if (record !== undefined) await this.#save({ ...record, tags });
      return record !== undefined;
    });
  }

  async delete(key: string, precondition: Precondition): Promise<void> {
    await this.#turns.take(key, async () => {
      const record = this.#records.get(key);
      precondition(record);
      if (record === undefined) return;
      await rm(this.#recordFileOf(key), { force: true });
      await syncFolder(this.#objectsDir);
      this.#records.delete(key);
      this.#sortedKeys = undefined;
      await rm(this.#fileOf(record), { force: true });
    });
  }

  async #save(record: ObjectRecord): Promise<void> {
    await replaceFile(this.#recordFileOf(record.key), JSON.stringify(record));
    if (!this.#records.has(record.key)) this.#sortedKeys = undefined;
    this.#records.set(record.key, record);
  }

  async #load(): Promise<void> {
    for (const name of await readdir(this.#objectsDir)) {
      if (name.endsWith(UNFINISHED)) continue;
      const text = await readFile(join(this.#objectsDir, name), "utf8");
      const record = JSON.parse(text) as ObjectRecord;
      this.#records.set(record.key, record);
    }
  }

  async #sweep(): Promise<void> {
    const wanted = new Set([...this.#records.values()].map((record) => record.bytesName));
    for (const name of await readdir(this.#bytesDir)) {
      if (!wanted.has(name)) await rm(join(this.#bytesDir, name), { force: true });
    }
    for (const name of await readdir(this.#objectsDir)) {
      if (name.endsWith(UNFINISHED)) await rm(join(this.#objectsDir, name), { force: true });
    }
  }

  #fileOf(record: ObjectRecord): string {
    return join(this.#bytesDir, record.bytesName);
  }

  #recordFileOf(key: string): string {
    return join(this.#objectsDir, `${createHash("sha256").update(key).digest("hex")}.json`);
  }
}
