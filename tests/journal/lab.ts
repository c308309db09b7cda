// Runs single modules of the recorder in a real Chromium, in a window and in a worker, without the app.
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { createViteServer } from "vitest/node";
import { openProfile } from "../fixtures/browser/open-profile.ts";

const REPOSITORY = fileURLToPath(new URL("../../", import.meta.url));

const PAGE = `<!doctype html><script type="module" src="/tests/journal/page.ts"></script>`;

export interface Lab extends AsyncDisposable {
  /** An origin of its own on the browser's disk: nothing is stored there yet. */
  newSite(): Site;
}

export interface Site {
  readonly origin: string;
  /** A tab of it, in which `globalThis.lab` runs steps. */
  readonly openTab: () => Promise<Page>;
}

export async function startLab(): Promise<Lab> {
  const folder = await mkdtemp(join(tmpdir(), "tapedeck-lab-"));
  const vite = await createViteServer({
    configFile: false,
    root: REPOSITORY,
    cacheDir: join(folder, "vite"),
    logLevel: "error",
    appType: "custom",
    // Vite's own search for dependencies would reload the page in the middle of a test.
    optimizeDeps: { noDiscovery: true, include: [] },
    server: { middlewareMode: true, ws: false, hmr: false, watch: null },
  });
  const server = createServer((request, response) => {
    if (request.url !== "/") {
      vite.middlewares(request, response);
      return;
    }
    response.setHeader("content-type", "text/html");
    response.end(PAGE);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the lab has no port");
  const { port } = address;
  // A profile on disk: a private window stores in memory, which fails in other ways.
  const browser = await openProfile(join(folder, "profile"));
  let sites = 0;
  return {
    newSite: () => {
      sites += 1;
      // Browsers resolve every name under localhost to this machine, and take it for secure.
      const origin = `http://site-${sites}.localhost:${port}`;
      const openTab = async () => {
        const page = await browser.newPage();
        await page.goto(origin);
        await page.waitForFunction(() => "lab" in globalThis);
        return page;
      };
      return { origin, openTab };
    },
    [Symbol.asyncDispose]: async () => {
      await browser[Symbol.asyncDispose]();
      server.closeAllConnections();
      server.close();
      await vite.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
