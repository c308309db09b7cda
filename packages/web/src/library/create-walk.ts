// Runs the walk through the bucket's list when there may be news, one at a time, and remembers what it finds.
import { createSignal, onCleanup, type Accessor } from "solid-js";
import type { ErrorCode } from "@tapedeck/core/error-codes";
import { toAppError } from "@tapedeck/core/errors";
import type { LibraryApi } from "../api/library-api.ts";
import { UNKNOWN_LIBRARY, walkLibrary, type KnownLibrary } from "./walk-library.ts";

/** A failed walk is tried again after this time, or as soon as the network is back. */
const RETRY_MS = 30_000;

/** A page that is looked at again looks for news if it last did so longer ago. */
const FRESH_MS = 60_000;

export interface Walk {
  readonly known: Accessor<KnownLibrary>;
  /** Whether the list of this device was read: before that, an empty list means nothing. */
  readonly isRead: Accessor<boolean>;
  /** The server has answered since this page was opened. */
  readonly hasAnswer: Accessor<boolean>;
  readonly isRunning: Accessor<boolean>;
  readonly failure: Accessor<ErrorCode | undefined>;
  /** Looks for news. */
  start(): void;
  /** Changes what is known at once; a walk under way begins again, because its answers may be older. */
  change(change: (known: KnownLibrary) => KnownLibrary): void;
}

export function createWalk(ports: {
  readonly api: Pick<LibraryApi, "list">;
  readonly readCache: () => Promise<KnownLibrary | undefined>;
  readonly writeCache: (known: KnownLibrary) => void;
}): Walk {
  const [known, setKnown] = createSignal<KnownLibrary>(UNKNOWN_LIBRARY);
  const [isRead, setRead] = createSignal(false);
  const [hasAnswer, setAnswer] = createSignal(false);
  const [isRunning, setRunning] = createSignal(false);
  const [failure, setFailure] = createSignal<ErrorCode>();
  let isWanted = false;
  let isDisposed = false;
  let changes = 0;
  let walkedAtMs = 0;
  let retry: ReturnType<typeof setTimeout> | undefined;

  async function walkOnce(): Promise<void> {
    const before = changes;
    const walked = walkLibrary(known(), { fetchPage: ports.api.list, nowMs: Date.now });
    for await (const found of walked) {
      if (isDisposed) return;
      if (changes !== before) {
        isWanted = true;
        return;
      }
      setKnown(found);
      setAnswer(true);
      ports.writeCache(found);
    }
  }

  async function run(): Promise<void> {
    if (isRunning() || !isRead()) return;
    setRunning(true);
    clearTimeout(retry);
    try {
      while (isWanted && !isDisposed) {
        isWanted = false;
        walkedAtMs = Date.now();
        await walkOnce();
      }
      setFailure(undefined);
    } catch (thrown) {
      setFailure(toAppError(thrown).code);
      if (!isDisposed) retry = setTimeout(start, RETRY_MS);
    } finally {
      setRunning(false);
    }
  }

  function start(): void {
    isWanted = true;
    void run();
  }

  void ports.readCache().then((cached) => {
    if (isDisposed) return;
    if (cached) setKnown(cached);
    setRead(true);
    start();
  });

  const onVisible = () => {
    if (document.visibilityState === "visible" && Date.now() - walkedAtMs > FRESH_MS) start();
  };
  addEventListener("online", start);
  document.addEventListener("visibilitychange", onVisible);
  onCleanup(() => {
    isDisposed = true;
    clearTimeout(retry);
    removeEventListener("online", start);
    document.removeEventListener("visibilitychange", onVisible);
  });

  return {
    known,
    isRead,
    hasAnswer,
    isRunning,
    failure,
    start,
    change(change) {
      changes += 1;
      setKnown(change);
      ports.writeCache(known());
    },
  };
}
