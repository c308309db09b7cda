// Keeps oidc-provider's sessions, codes and refresh tokens across restarts, in one file. A development machine
// has few sign-ins, so a search looks at all of them.
import { join } from "node:path";
import type { Adapter, AdapterPayload } from "oidc-provider";
import { readPrivateJson, replacePrivateJson } from "./private-file.ts";

export interface SignInStore {
  /** oidc-provider asks for one adapter for each kind of record, e.g. `RefreshToken`. */
  adapterFor(model: string): Adapter;
  /** Resolves when all changes so far are in the file. */
  flush(): Promise<void>;
}

interface Entry {
  readonly model: string;
  readonly id: string;
  readonly payload: AdapterPayload;
  /** `null` for a record that never expires: JSON has no Infinity. */
  readonly expiresAtMs: number | null;
}

export async function openSignInStore(dir: string): Promise<SignInStore> {
  const file = join(dir, "sign-ins.json");
  const stored = ((await readPrivateJson(file)) ?? []) as Entry[];
  const entries = new Map(stored.map((entry) => [keyOf(entry.model, entry.id), entry]));
  const persist = coalesced(() => replacePrivateJson(file, sweep(entries)));

  const findEntry = (model: string, id: string) => {
    const entry = entries.get(keyOf(model, id));
    return entry === undefined || hasExpired(entry) ? undefined : entry;
  };
  const findPayload = (model: string, matches: (payload: AdapterPayload) => boolean) =>
    [...entries.values()].find(
      (entry) => entry.model === model && !hasExpired(entry) && matches(entry.payload),
    )?.payload;

  return {
    flush: persist,
    // Copies go in and out: oidc-provider changes its objects before it decides to save them.
    adapterFor: (model) => ({
      async upsert(id, payload, expiresInSeconds) {
        const expiresAtMs =
          expiresInSeconds === undefined ? null : Date.now() + expiresInSeconds * 1000;
        const entry = { model, id, payload: structuredClone(payload), expiresAtMs };
        entries.set(keyOf(model, id), entry);
        await persist();
      },
      find: async (id) => structuredClone(findEntry(model, id)?.payload),
      findByUid: async (uid) => structuredClone(findPayload(model, (it) => it.uid === uid)),
      findByUserCode: async (userCode) =>
        structuredClone(findPayload(model, (it) => it.userCode === userCode)),
      async consume(id) {
        const entry = findEntry(model, id);
        if (entry === undefined) return;
        entry.payload.consumed = Math.floor(Date.now() / 1000);
        await persist();
      },
      async destroy(id) {
        if (entries.delete(keyOf(model, id))) await persist();
      },
      async revokeByGrantId(grantId) {
        for (const [key, { payload }] of entries) {
          if (payload.grantId === grantId) entries.delete(key);
        }
        await persist();
      },
    }),
  };
}

function keyOf(model: string, id: string): string {
  return `${model}:${id}`;
}

function hasExpired({ expiresAtMs }: Entry): boolean {
  return expiresAtMs !== null && expiresAtMs <= Date.now();
}

/** Removes expired records and returns the rest. */
function sweep(entries: Map<string, Entry>): readonly Entry[] {
  for (const [key, entry] of entries) {
    if (hasExpired(entry)) entries.delete(key);
  }
  return [...entries.values()];
}

/**
 * At most one run at a time, and one more that waits for all callers since. Each caller's promise settles
 * with a run that began after the call.
 */
function coalesced(run: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> = Promise.resolve();
  let waiting: Promise<void> | undefined;
  return () =>
    (waiting ??= running
      // The callers of the failed run got its error; the next run does not depend on it.
      .catch(() => undefined)
      .then(() => {
        waiting = undefined;
        running = run();
        return running;
      }));
}
