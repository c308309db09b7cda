// The development server has no service worker. At the URL of the built one it serves a script that removes
// it: the browser checks that URL when it opens a page of this origin.
import type { Plugin } from "vite";

const ENTRY = "/src/service-worker/remove.ts";

export function serviceWorkerRemoval(): Plugin {
  return {
    name: "tapedeck-service-worker-removal",
    apply: "serve",
    configureServer: ({ environments, middlewares }) => {
      middlewares.use("/service-worker.js", (_request, response, next) => {
        environments.client.transformRequest(ENTRY).then((script) => {
          response.setHeader("content-type", "text/javascript");
          response.setHeader("cache-control", "no-cache");
          response.end(script?.code);
        }, next);
      });
    },
  };
}
