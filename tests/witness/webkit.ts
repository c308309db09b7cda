// WebKitGTK's MiniBrowser on a screen of its own, driven over WebDriver.
import { once } from "node:events";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { startChild } from "../fixtures/browser/child.ts";
import type { Driver } from "../fixtures/browser/driver.ts";
import type { Programs } from "./programs.ts";

const STARTED_WITHIN_MS = 15_000;
/** The key of an element's id in every answer. @see https://www.w3.org/TR/webdriver2/#elements */
const ELEMENT = "element-6066-11e4-a52e-4f735466cecf";

export async function openWebKit(programs: Programs, env: NodeJS.ProcessEnv): Promise<Driver> {
  await using started = new AsyncDisposableStack();
  const screen = startChild(programs.xvfb, ["-displayfd", "1", "-nolisten", "tcp"], {
    env,
    stdio: ["ignore", "pipe", "ignore"],
  });
  started.use(screen);
  const [number] = (await once(screen.process.stdout ?? screen.process, "data")) as [Buffer];
  const port = await freePort();
  started.use(
    startChild(programs.webKitDriver, [`--port=${port}`], {
      env: { ...env, DISPLAY: `:${number.toString().trim()}`, GDK_BACKEND: "x11" },
    }),
  );
  const url = `http://127.0.0.1:${port}`;
  await untilReady(url);
  const { sessionId, capabilities } = await call<{
    sessionId: string;
    capabilities: { browserName: string; browserVersion: string };
  }>(`${url}/session`, {
    capabilities: {
      alwaysMatch: {
        "webkitgtk:browserOptions": { binary: programs.miniBrowser, args: ["--automation"] },
      },
    },
  });
  const session = `${url}/session/${sessionId}`;
  started.defer(async () => {
    await fetch(session, { method: "DELETE" });
  });
  const driver = {
    browser: `${capabilities.browserName} ${capabilities.browserVersion}`,
    open: async (target: string) => {
      await call(`${session}/url`, { url: target });
    },
    evaluate: (expression: string) =>
      call<unknown>(`${session}/execute/sync`, { script: `return ${expression};`, args: [] }),
    click: async (xpath: string) => {
      const found = await call<Record<string, string>>(`${session}/element`, {
        using: "xpath",
        value: xpath,
      });
      await call(`${session}/element/${found[ELEMENT]}/click`, {});
    },
  };
  const running = started.move();
  return { ...driver, [Symbol.asyncDispose]: () => running.disposeAsync() };
}

/** @throws {Error} with what the driver said */
async function call<T>(url: string, body: unknown): Promise<T> {
  const response = await fetch(url, { method: "POST", body: JSON.stringify(body) });
  const { value } = (await response.json()) as { value: unknown };
  if (!response.ok) {
    const { error, message } = value as { error: string; message: string };
    throw new Error(`${error}: ${message}`);
  }
  return value as T;
}

async function untilReady(url: string): Promise<void> {
  for (let waitedMs = 0; waitedMs < STARTED_WITHIN_MS; waitedMs += 100) {
    const isReady = await fetch(`${url}/status`).then(
      (response) => response.ok,
      () => false,
    );
    if (isReady) return;
    await sleep(100);
  }
  throw new Error("WebKitWebDriver did not start.");
}

/** WebKitWebDriver must be told one. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("no port is free");
  return address.port;
}
