// The events of a service worker. TypeScript's library for workers conflicts with the one for windows, and
// lacks Background Sync. @see https://w3c.github.io/ServiceWorker and
// https://wicg.github.io/background-sync/spec
interface ExtendableEvent extends Event {
  waitUntil(work: Promise<unknown>): void;
}

interface FetchEvent extends ExtendableEvent {
  readonly request: Request;
  respondWith(response: Promise<Response>): void;
}

interface SyncEvent extends ExtendableEvent {
  readonly tag: string;
}

interface WindowEventMap {
  install: ExtendableEvent;
  activate: ExtendableEvent;
  fetch: FetchEvent;
  sync: SyncEvent;
}

interface ServiceWorkerRegistration {
  /** Chromium only. */
  readonly sync?: { register(tag: string): Promise<void> };
}

/** The part of the global scope that a service worker needs to remove itself. */
interface RemovableScope {
  readonly registration: ServiceWorkerRegistration;
  readonly clients: {
    matchAll(options: {
      type: "window";
    }): Promise<readonly { readonly url: string; navigate(url: string): Promise<unknown> }[]>;
  };
  skipWaiting(): Promise<void>;
}

interface ImportMetaEnv {
  /** See service-worker-build.ts. */
  readonly SHELL_FILES: readonly string[];
  readonly SHELL_VERSION: string;
}
