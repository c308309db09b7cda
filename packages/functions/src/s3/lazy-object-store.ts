// Loads S3's client when a procedure needs it. A sign-in and a verify do not, so a new Lambda
// instance answers them sooner. A grant does once for each recording: it looks at the usage file.
import type { ObjectStore } from "@tapedeck/core/ports";
import { once } from "../once.ts";
import type { HeadWithoutSdk } from "./head-without-sdk.ts";

/** @param load - called once, by the first request that a HEAD without the SDK cannot answer */
export function createLazyObjectStore(
  headWithoutSdk: HeadWithoutSdk,
  load: () => Promise<ObjectStore>,
): ObjectStore {
  const store = once(load);
  return {
    async head(key) {
      const quick = await headWithoutSdk(key);
      if (quick === "absent") return undefined;
      return quick === "unclear" ? (await store()).head(key) : quick;
    },
    readJson: async (key) => (await store()).readJson(key),
    putJsonIfAbsent: async (...args) => (await store()).putJsonIfAbsent(...args),
    replaceJson: async (...args) => (await store()).replaceJson(...args),
    list: async (...args) => (await store()).list(...args),
    holdsAny: async (prefix) => (await store()).holdsAny(prefix),
    deleteAll: async (keys) => (await store()).deleteAll(keys),
  };
}
