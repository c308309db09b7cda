// Offers a new version of the app when it costs nothing: the page is idle. Nothing is forced. Without a press of
// Reload, the new version comes when the last page of the old one is closed.
import { createSignal, onCleanup } from "solid-js";
import { askWorker } from "../service-worker/update-question.ts";

/** A page may stay open for weeks; the browser looks for a new version only when a page opens. */
const CHECK_MS = 3_600_000;

/** The old worker may still upload, and the browser lets it finish. */
const TAKEOVER_TIMEOUT_MS = 3_000;

export interface Update {
  /** "A new version is ready." */
  readonly isReady: () => boolean;
  readonly reload: () => void;
}

type Worker = Parameters<typeof askWorker>[0];

/** What is asked of the browser's `ServiceWorkerRegistration`. */
interface Registration extends Pick<EventTarget, "addEventListener"> {
  readonly waiting: Worker | null;
  readonly installing: Pick<EventTarget, "addEventListener"> | null;
  update(): Promise<unknown>;
}

/** What is asked of the browser's `ServiceWorkerContainer`. */
interface Workers extends Pick<EventTarget, "addEventListener"> {
  readonly ready: Promise<Registration>;
  readonly controller: object | null;
}

export interface UpdatePorts {
  /** `undefined` where the browser has no service workers. */
  readonly workers: Workers | undefined;
  readonly page: Pick<EventTarget, "addEventListener" | "removeEventListener"> &
    Pick<Document, "visibilityState">;
  readonly nowMs: () => number;
  /** The paths of the files that this page is made of. */
  readonly pageFiles: () => readonly string[];
  readonly ask: typeof askWorker;
  readonly reload: () => void;
}

/** @param isIdle - whether a reload would interrupt nothing */
export function createUpdate(isIdle: () => boolean, ports: UpdatePorts = browserPorts()): Update {
  const [isNewer, setNewer] = createSignal(false);
  let registration: Registration | undefined;
  let checkedMs = ports.nowMs();

  /**
   * Pages come from the network, so that this page may be of the new build already, while the worker of that
   * build still waits. Then there is nothing to offer.
   */
  async function lookAtWaiting(): Promise<void> {
    const worker = registration?.waiting;
    if (!worker) return;
    setNewer(await ports.ask(worker, { kind: "is-other-build", pageFiles: ports.pageFiles() }));
  }

  function checkSometimes(): void {
    if (ports.page.visibilityState !== "visible" || ports.nowMs() - checkedMs < CHECK_MS) return;
    checkedMs = ports.nowMs();
    // Offline it fails, and the next hour is early enough.
    registration?.update().catch(() => undefined);
  }

  async function reload(): Promise<void> {
    const worker = registration?.waiting;
    ports.workers?.addEventListener("controllerchange", ports.reload, { once: true });
    const takesOver = worker && (await ports.ask(worker, { kind: "take-over" }));
    // Beside other pages the worker keeps waiting. The new page then comes from the network.
    if (!takesOver || ports.workers?.controller === null) ports.reload();
    else setTimeout(ports.reload, TAKEOVER_TIMEOUT_MS);
  }

  void ports.workers?.ready.then((ready) => {
    registration = ready;
    ready.addEventListener("updatefound", () => {
      ready.installing?.addEventListener("statechange", () => void lookAtWaiting());
    });
    return lookAtWaiting();
  });
  ports.page.addEventListener("visibilitychange", checkSometimes);
  onCleanup(() => ports.page.removeEventListener("visibilitychange", checkSometimes));

  return { isReady: () => isNewer() && isIdle(), reload: () => void reload() };
}

function browserPorts(): UpdatePorts {
  return {
    workers: "serviceWorker" in navigator ? navigator.serviceWorker : undefined,
    page: document,
    nowMs: () => Date.now(),
    pageFiles: () =>
      [...document.querySelectorAll<HTMLScriptElement | HTMLLinkElement>("script, link")]
        .map((element) => new URL("src" in element ? element.src : element.href).pathname)
        .filter((path) => path.startsWith("/assets/")),
    ask: askWorker,
    reload: () => location.reload(),
  };
}
