// Brings the service worker into the browser. Where there is none, or it is refused (private windows),
// all else works as before.
import { SYNC_TAG } from "./sync-tag.ts";

/**
 * @returns the way to ask for uploads without a page; may be called while the page is being closed, so
 *   it waits for nothing. Browsers without Background Sync go on when the app is opened again.
 */
export function registerServiceWorker(): () => void {
  let registration: ServiceWorkerRegistration | undefined;
  const register = () => {
    navigator.serviceWorker.register("/service-worker.js").then(
      (registered) => {
        registration = registered;
      },
      () => undefined,
    );
  };
  if ("serviceWorker" in navigator) {
    // What the page itself needs comes first.
    if (document.readyState === "complete") register();
    else addEventListener("load", register, { once: true });
  }
  return () => {
    // Refused where the person has forbidden it.
    registration?.sync?.register(SYNC_TAG).catch(() => undefined);
  };
}
