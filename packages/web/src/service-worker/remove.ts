// The service worker of the development server: takes away the one of a build that ran on this origin,
// with all it kept. Otherwise that one would show its old page whenever the server is slow or restarts.
const scope = globalThis as unknown as RemovableScope;

addEventListener("install", (event) => event.waitUntil(scope.skipWaiting()));
addEventListener("activate", (event) => event.waitUntil(removeAll()));

async function removeAll(): Promise<void> {
  for (const name of await caches.keys()) await caches.delete(name);
  await scope.registration.unregister();
  // What is open may be the old page. One that records asks before it is left.
  for (const page of await scope.clients.matchAll({ type: "window" }))
    await page.navigate(page.url);
}
