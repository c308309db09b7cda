// Triggers Background Sync at the moment that a test chooses.
import type { BrowserContext, Page } from "playwright-core";
import type { Stack } from "@tapedeck/local/start-stack";

/** The same tag as in packages/web/src/service-worker/sync-tag.ts. */
export const SYNC_TAG = "tapedeck-uploads";

/** The sync tags that the only service worker has registered. */
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
 * Sends the event that the browser sends by itself some minutes after the network is back.
 *
 * @param page any page of the context; only its connection to the browser is used
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
