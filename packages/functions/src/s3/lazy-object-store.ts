// Chooses who asks S3: first requests without the SDK, and where their answer is unclear, S3's client. Sign-ins,
// grants, verifies and seals do not need the client, so a new Lambda instance answers them sooner.
import type { ObjectStore } from "@tapedeck/core/ports";
import { once } from "../once.ts";
import type { StoreWithoutSdk } from "./store-without-sdk.ts";

/** @param load - called once, by the first request that cannot be answered without the SDK */
export function createLazyObjectStore(
  quick: StoreWithoutSdk,
  load: () => Promise<ObjectStore>,
): ObjectStore {
  const store = once(load);
  return {
    async head(key) {
      const found = await quick.head(key);
      if (found === "absent") return undefined;
      return found === "unclear" ? (await store()).head(key) : found;
    },
    async readJson(key) {
      const found = await quick.readJson(key);
      if (found === "absent") return undefined;
      return found === "unclear" ? (await store()).readJson(key) : found;
    },
    async putJsonIfAbsent(...args) {
      const outcome = await quick.putJsonIfAbsent(...args);
      return outcome === "unclear" ? (await store()).putJsonIfAbsent(...args) : outcome;
    },
    async replaceJson(...args) {
      const outcome = await quick.replaceJson(...args);
      return outcome === "unclear" ? (await store()).replaceJson(...args) : outcome;
    },
    async list(prefix, ...folded) {
      const found = folded.length === 0 ? await quick.list(prefix) : "unclear";
      return found === "unclear" ? (await store()).list(prefix, ...folded) : found;
    },
    holdsAny: async (prefix) => (await store()).holdsAny(prefix),
    deleteAll: async (keys) => (await store()).deleteAll(keys),
  };
}
