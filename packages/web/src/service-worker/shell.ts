// The app without a network: every file of one build is kept, and given when the page is asked for and
// nobody else answers. What people say and who they are is never in here.
import type { Timer } from "@tapedeck/core/ports";

/** Slower than this, a network counts as none: the page that is kept works, and a blank one does not. */
const PAGE_WITHIN_MS = 5_000;

const CACHE_PREFIX = "tapedeck-shell-";
const PAGE = "/";

/** What is asked of a request: a test cannot make one that navigates. */
type Asked = Pick<Request, "method" | "mode" | "url">;

export interface Shell<R extends Asked> {
  /** Keeps every file, or fails and leaves the version before in force. */
  install(): Promise<void>;
  /** Removes what other versions kept: once no page of theirs is open. */
  removeOthers(): Promise<void>;
  /** @returns `undefined` when it is not ours to answer: the API, the sign-in, another origin */
  answer(request: R): Promise<Response> | undefined;
}

export interface ShellPorts<R extends Asked> {
  readonly origin: string;
  /** Names this build and no other. */
  readonly version: string;
  /** Paths of everything but the page itself; most carry a hash of their content. */
  readonly files: readonly string[];
  readonly caches: Pick<CacheStorage, "keys" | "delete"> & {
    open(name: string): Promise<{
      addAll(paths: string[]): Promise<void>;
      match(path: string, options: CacheQueryOptions): Promise<Response | undefined>;
    }>;
  };
  readonly fetch: (request: R) => Promise<Response>;
  readonly setTimer: Timer;
}

export function createShell<R extends Asked>(ports: ShellPorts<R>): Shell<R> {
  const { origin, caches, files } = ports;
  const name = CACHE_PREFIX + ports.version;
  const paths: ReadonlySet<string> = new Set(files);

  async function kept(path: string): Promise<Response | undefined> {
    const cache = await caches.open(name);
    return cache.match(path, { ignoreVary: true });
  }

  /** The newest page there is: a deploy is seen at once. */
  async function page(request: R): Promise<Response> {
    const answered = await answerInTime(request);
    if (answered && answered.status < 500) return answered;
    return (await kept(PAGE)) ?? answered ?? Response.error();
  }

  async function answerInTime(request: R): Promise<Response | undefined> {
    const tooLate = Promise.withResolvers<undefined>();
    const cancel = ports.setTimer(PAGE_WITHIN_MS, () => tooLate.resolve(undefined));
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
    removeOthers: async () => {
      for (const other of await caches.keys()) {
        if (other.startsWith(CACHE_PREFIX) && other !== name) await caches.delete(other);
      }
    },
    answer: (request) => {
      const url = new URL(request.url);
      if (request.method !== "GET" || url.origin !== origin) return undefined;
      if (/^\/(trpc|auth)(\/|$)/.test(url.pathname)) return undefined;
      if (request.mode === "navigate") return page(request);
      if (!paths.has(url.pathname)) return undefined;
      return kept(url.pathname).then((response) => response ?? ports.fetch(request));
    },
  };
}
