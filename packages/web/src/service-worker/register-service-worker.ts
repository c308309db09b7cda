// Registers the service worker. The app works without one, where the browser has none or refuses it
// (private windows).
import { SYNC_TAG } from "./sync-tag.ts";

/**
 * @returns asks the browser to upload without a page. It is safe to call while the page closes, because it
 *   waits for nothing. Browsers without Background Sync continue when the person opens the app again.
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
    // The page's own files load first.
    if (document.readyState === "complete") register();
    else addEventListener("load", register, { once: true });
  }
  return () => {
    // The browser refuses it if the person has forbidden it.
    registration?.sync?.register(SYNC_TAG).catch(() => undefined);
  };
}
