// Serves the app without a network, from a cache of every file of one build. The cache never holds sound
// or anything about a person.
import type { Timer } from "@tapedeck/core/ports";

/** These names contain a hash of the content: a file of this path is the same in every build. */
const HASHED = "/assets/";

/** A slower network counts as none: a cached page works, and a blank one does not. */
const PAGE_TIMEOUT_MS = 5_000;

const CACHE_PREFIX = "tapedeck-shell-";
const PAGE = "/";

/** The part of a request that the shell reads: a test cannot create a full `navigate` request. */
type ShellRequest = Pick<Request, "method" | "mode" | "url">;

export interface Shell<R extends ShellRequest> {
  /** Caches every file, or fails and leaves the earlier version active. */
  install(): Promise<void>;
  /** Removes the caches of other versions; call once none of their pages is open. */
  removeOtherVersions(): Promise<void>;
  /** @returns `undefined` if the browser must answer: the API, the sign-in, another origin */
  answer(request: R): Promise<Response> | undefined;
}

export interface ShellPorts<R extends ShellRequest> {
  readonly origin: string;
  /** Unique for each build. */
  readonly version: string;
  /** The paths of all files except the page; most names contain a hash of the content. */
  readonly files: readonly string[];
  readonly caches: Pick<CacheStorage, "keys" | "delete"> & {
    match(path: string, options: CacheQueryOptions): Promise<Response | undefined>;
    open(name: string): Promise<{
      addAll(paths: string[]): Promise<void>;
      match(path: string, options: CacheQueryOptions): Promise<Response | undefined>;
    }>;
  };
  readonly fetch: (request: R) => Promise<Response>;
  readonly setTimer: Timer;
}

export function createShell<R extends ShellRequest>(ports: ShellPorts<R>): Shell<R> {
  const { origin, caches, files } = ports;
  const name = CACHE_PREFIX + ports.version;
  const paths: ReadonlySet<string> = new Set(files);

  async function cached(path: string): Promise<Response | undefined> {
    const cache = await caches.open(name);
    return cache.match(path, { ignoreVary: true });
  }

  async function answerFile(request: R, found: Promise<Response | undefined>): Promise<Response> {
    return (await found) ?? ports.fetch(request);
  }

  /** Prefers the network's page, so that people see a deploy at once. */
  async function answerPage(request: R): Promise<Response> {
    const response = await fetchInTime(request);
    if (response && response.status < 500) return response;
    return (await cached(PAGE)) ?? response ?? Response.error();
  }

  async function fetchInTime(request: R): Promise<Response | undefined> {
    const tooLate = Promise.withResolvers<undefined>();
    const cancel = ports.setTimer(PAGE_TIMEOUT_MS, () => tooLate.resolve(undefined));
    try {
      return await Promise.race([ports.fetch(request), tooLate.promise]);
    } catch {
      return undefined;
    } finally {
      cancel();
    }
  }

  return {
    install: async () => {
      const cache = await caches.open(name);
      await cache.addAll([PAGE, ...files]);
    },
    removeOtherVersions: async () => {
      for (const other of await caches.keys()) {
        if (other.startsWith(CACHE_PREFIX) && other !== name) await caches.delete(other);
      }
    },
    answer: (request) => {
      const url = new URL(request.url);
      if (request.method !== "GET" || url.origin !== origin) return undefined;
      if (/^\/(trpc|auth)(\/|$)/.test(url.pathname)) return undefined;
      if (request.mode === "navigate") return answerPage(request);
      if (paths.has(url.pathname)) return answerFile(request, cached(url.pathname));
      // A page of another build: newer than this worker after a deploy, or older after a takeover.
      if (url.pathname.startsWith(HASHED)) {
        return answerFile(request, caches.match(url.pathname, { ignoreVary: true }));
      }
      return undefined;
    },
  };
}
