// Background Sync as the browser does it, at the moment that a test chooses.
import type { BrowserContext, Page } from "playwright-core";
import type { Stack } from "@tapedeck/local/start-stack";

/** As the app names it, see packages/web/src/service-worker. */
export const SYNC_TAG = "tapedeck-uploads";

/** What the only service worker has asked the browser for. */
export async function syncTags(context: BrowserContext): Promise<readonly string[]> {
  const [worker] = context.serviceWorkers();
  if (worker === undefined) throw new Error("there is no service worker");
  return worker.evaluate(() => {
    const scope = globalThis as typeof globalThis & {
      registration: { sync: { getTags(): Promise<readonly string[]> } };
    };
    return scope.registration.sync.getTags();
  });
}

/**
 * As the browser does when it finds the network again, which it looks for every few minutes.
 *
 * @param page any of the context: it only lends its connection to the browser
 */
export async function dispatchSync(page: Page, stack: Stack): Promise<void> {
  const cdp = await page.context().newCDPSession(page);
  const found = Promise.withResolvers<string>();
  cdp.on("ServiceWorker.workerRegistrationUpdated", ({ registrations }) => {
    const own = registrations.find(({ scopeURL }) => scopeURL === `${stack.url}/`);
    if (own) found.resolve(own.registrationId);
  });
  await cdp.send("ServiceWorker.enable");
  await cdp.send("ServiceWorker.dispatchSyncEvent", {
    origin: stack.url,
    registrationId: await found.promise,
    tag: SYNC_TAG,
    lastChance: false,
  });
  await cdp.detach();
}
