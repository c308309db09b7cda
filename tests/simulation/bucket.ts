// The simulated S3 bucket. It signs PUTs as the API does, and stores only what was signed.
import { createHash } from "node:crypto";
import type { Grant } from "@tapedeck/core/contract";
import { AppError } from "@tapedeck/core/errors";
import { LIMITS } from "@tapedeck/core/limits";
import { libraryIdOf, parseObjectKey } from "@tapedeck/core/object-key";
import type { GrantSigner, PutToSign } from "@tapedeck/core/ports";
import { isTombstone } from "@tapedeck/core/tombstone";
import {
  createMemoryObjectStore,
  type MemoryObjectStore,
} from "../../packages/core/src/testing/memory-object-store.ts";
import type { World } from "./world.ts";

export interface SimulatedBucket {
  readonly store: MemoryObjectStore;
  /** By key: what S3 holds. */
  readonly bytes: ReadonlyMap<string, Uint8Array<ArrayBuffer>>;
  readonly signer: GrantSigner;
  /** Hears the key of each manifest and tombstone that is written. */
  onJson(hear: (key: string) => void): void;
  keyOf(url: string): string;
  /** A PUT arrives. */
  receive(url: string, body: Uint8Array<ArrayBuffer>): Promise<void>;
}

export function createBucket(world: World): SimulatedBucket {
  const { random, time, trouble } = world;
  const memory = createMemoryObjectStore();
  const bytes = new Map<string, Uint8Array<ArrayBuffer>>();
  const hearers: ((key: string) => void)[] = [];
  const signed = new Map<string, PutToSign & { readonly expiresAtMs: number }>();
  const damagedOnce = new Set<string>();
  let urlCount = 0;

  function wrote<Outcome>(key: string, json: string, outcome: Outcome): Outcome {
    if (outcome !== "stored") return outcome;
    const { object } = parseObjectKey(key);
    if (object.kind === "usage") return outcome;
    if (isTombstone(json)) world.model.deleted(libraryIdOf(object), key);
    for (const hear of hearers) hear(key);
    return outcome;
  }

  const store: MemoryObjectStore = {
    ...memory,
    putJsonIfAbsent: async (key, json, ...rest) =>
      wrote(key, json, await memory.putJsonIfAbsent(key, json, ...rest)),
    replaceJson: async (key, json, ...rest) =>
      wrote(key, json, await memory.replaceJson(key, json, ...rest)),
    deleteAll: async (keys) => {
      await memory.deleteAll(keys);
      for (const key of keys) bytes.delete(key);
    },
  };

  return {
    store,
    bytes,
    signer: {
      signPut: async (put): Promise<Grant> => {
        const url = `sim:${urlCount++}`;
        const expiresAtMs = time.trueMs() + LIMITS.grantExpiresInSeconds * 1000;
        signed.set(url, { ...put, expiresAtMs });
        return { key: put.key, url, headers: {}, expiresAt: new Date(expiresAtMs).toISOString() };
      },
    },
    onJson: (hear) => void hearers.push(hear),
    keyOf: (url) => signed.get(url)?.key ?? url,
    receive: async (url, body) => {
      const put = signed.get(url);
      if (!put) throw new AppError("UPLOAD_REFUSED", "no such grant");
      const isExpired = time.trueMs() > put.expiresAtMs || random.chance(trouble.expired);
      if (isExpired) throw new AppError("GRANT_EXPIRED", "simulated");
      if (body.length !== put.sizeBytes) throw new AppError("UPLOAD_REFUSED", "another size");
      const isDamaged = !damagedOnce.has(put.key) && random.chance(trouble.damaged);
      if (isDamaged || sha256Of(body) !== put.sha256) {
        world.log(`damaged ${put.key} ${String(isDamaged)}`);
        damagedOnce.add(put.key);
        throw new AppError("CHECKSUM_MISMATCH", "simulated");
      }
      if (bytes.has(put.key)) throw new AppError("OBJECT_EXISTS", "simulated");
      bytes.set(put.key, body.slice());
      world.model.stored(put.key, body);
      const { sizeBytes, sha256, metadata } = put;
      store.objects.set(put.key, { sizeBytes, sha256, metadata });
    },
  };
}

export function sha256Of(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("base64");
}
