import { defineConfig } from "vite";
import solid from "vite-plugin-solid";
import { serviceWorker } from "./service-worker-build.ts";
import { serviceWorkerRemoval } from "./service-worker-removal.ts";

/** Set by `sst dev`: the deployed API of the developer's own stage (infra/web.ts). */
const apiOrigin = process.env["TAPEDECK_API_ORIGIN"];
const toApi = apiOrigin === undefined ? {} : { target: apiOrigin, changeOrigin: true };

export default defineConfig({
  plugins: [solid(), serviceWorker(), serviceWorkerRemoval()],
  build: {
    target: "es2022",
    // The page's Content-Security-Policy forbids data: URLs and inline scripts.
    assetsInlineLimit: 0,
    modulePreload: false,
  },
  worker: { format: "es" },
  server: {
    // The sign-in client of a personal stage allows this port only.
    port: 5173,
    strictPort: true,
    ...(apiOrigin === undefined ? {} : { proxy: { "/trpc": toApi, "/auth": toApi } }),
  },
});
