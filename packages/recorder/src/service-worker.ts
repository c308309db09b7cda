// What a service worker uses of the engine, to finish uploads when no page is open.
export { serviceWorkerEnvironment } from "./service-worker-environment.ts";
export { drainUploads } from "./upload/drain.ts";
