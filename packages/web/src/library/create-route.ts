// The page's address: the list at `/`, a recording at `/recordings/{id}?t=12`, in seconds.
import { createSignal, onCleanup, type Accessor } from "solid-js";

export interface Route {
  /** The recording whose page is open; nothing for the list. */
  readonly id: Accessor<string | undefined>;
  /** Where in the sound the address points. */
  readonly atMs: Accessor<number | undefined>;
  open(id: string): void;
  /** Back to the list. */
  close(): void;
}

export const pathOf = (id: string) => `/recordings/${id}`;

/** @returns the recording and the place in its sound that an address names */
export function readAddress(path: string, query: string): { id?: string; atMs?: number } {
  const id = /^\/recordings\/([^/]+)\/?$/.exec(path)?.[1];
  if (id === undefined) return {};
  const seconds = Number(new URLSearchParams(query).get("t") || Number.NaN);
  return seconds >= 0 && Number.isFinite(seconds) ? { id, atMs: seconds * 1000 } : { id };
}

export function createRoute(): Route {
  const read = () => readAddress(location.pathname, location.search);
  const [route, setRoute] = createSignal(read());
  const onPop = () => setRoute(read());
  addEventListener("popstate", onPop);
  onCleanup(() => removeEventListener("popstate", onPop));
  /** The list lies behind this page in the browser's history. */
  let cameFromList = false;

  return {
    id: () => route().id,
    atMs: () => route().atMs,
    open(id) {
      cameFromList = route().id === undefined;
      history.pushState(null, "", pathOf(id));
      setRoute(read());
    },
    close() {
      if (cameFromList) history.back();
      else {
        history.pushState(null, "", "/");
        setRoute(read());
      }
      cameFromList = false;
    },
  };
}
