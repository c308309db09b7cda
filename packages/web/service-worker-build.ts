// Builds the service worker after the app, because it lists the names of all built files. It is one classic
// script at the root: every browser with service workers runs it, and its scope covers every page.
import { createHash } from "node:crypto";
import { readdirSync } from "node:fs";
import { build, type Plugin, type ResolvedConfig } from "vite";

const ENTRY = "src/service-worker/main.ts";
const PAGE = "index.html";

export function serviceWorker(): Plugin {
  let config: ResolvedConfig;
  return {
    name: "tapedeck-service-worker",
    apply: "build",
    configResolved: (resolved) => {
      config = resolved;
    },
    async writeBundle(_options, bundle) {
      const page = bundle[PAGE];
      if (page?.type !== "asset") throw new Error(`the build has no ${PAGE}`);
      const built = Object.keys(bundle).filter((name) => name !== PAGE);
      const files = [...built, ...readdirSync(config.publicDir)].map((name) => `/${name}`).sort();
      // The page names every hashed file, so any change of the app changes the page.
      const version = createHash("sha256").update(page.source).digest("hex").slice(0, 16);
      await build({
        root: config.root,
        configFile: false,
        publicDir: false,
        ...(config.logLevel === undefined ? {} : { logLevel: config.logLevel }),
        define: {
          "import.meta.env.SHELL_FILES": JSON.stringify(files),
          "import.meta.env.SHELL_VERSION": JSON.stringify(version),
        },
        build: {
          target: config.build.target || "es2022",
          outDir: config.build.outDir,
          emptyOutDir: false,
          copyPublicDir: false,
          rolldownOptions: {
            input: `${config.root}/${ENTRY}`,
            output: { format: "iife", entryFileNames: "service-worker.js" },
          },
        },
      });
    },
  };
}
