// The development server's service worker: removes the one of an earlier build on this origin, with its
// caches. Otherwise that one would show its old page whenever the server is slow or restarts.
const scope = globalThis as unknown as RemovableScope;

addEventListener("install", (event) => event.waitUntil(scope.skipWaiting()));
addEventListener("activate", (event) => event.waitUntil(removeAll()));

async function removeAll(): Promise<void> {
  for (const name of await caches.keys()) await caches.delete(name);
  await scope.registration.unregister();
  // Open pages may be old, so reload them. A page that records asks the person first.
  for (const page of await scope.clients.matchAll({ type: "window" }))
    await page.navigate(page.url);
}
