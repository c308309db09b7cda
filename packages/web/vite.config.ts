import { defineConfig } from "vite";
import solid from "vite-plugin-solid";
import { doorWords } from "./door-words.ts";
import { plainImports } from "./plain-imports.ts";
import { serviceWorker } from "./service-worker-build.ts";
import { serviceWorkerRemoval } from "./service-worker-removal.ts";
import { workerBesidePage } from "./worker-beside-page.ts";

/** Set by `sst dev`: the deployed API of the developer's own stage (infra/web.ts). */
const apiOrigin = process.env["TAPEDECK_API_ORIGIN"];
const toApi = apiOrigin === undefined ? {} : { target: apiOrigin, changeOrigin: true };

export default defineConfig({
  plugins: [
    solid(),
    doorWords(),
    workerBesidePage(),
    plainImports(),
    serviceWorker(),
    serviceWorkerRemoval(),
  ],
  build: {
    target: "es2022",
    // The page's Content-Security-Policy forbids data: URLs and inline scripts.
    assetsInlineLimit: 0,
    // The page names its files, so that a browser asks for them together. Code that comes later asks by itself:
    // Vite's way to preload for it needs a document, which a worker has not.
    rolldownOptions: { optimization: { inlineConst: { mode: "all", pass: 3 } } },
    modulePreload: {
      polyfill: false,
      resolveDependencies: (_file, names, { hostType }) => (hostType === "html" ? names : []),
    },
  },
  worker: { format: "es" },
  server: {
    // The sign-in client of a personal stage allows this port only.
    port: 5173,
    strictPort: true,
    ...(apiOrigin === undefined ? {} : { proxy: { "/trpc": toApi, "/auth": toApi } }),
  },
});
