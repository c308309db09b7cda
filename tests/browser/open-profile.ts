// A real Chromium with a profile of its own, as people have one: what it stores is there when the
// profile is opened again, also after the browser was killed.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { chromium, type BrowserContext, type Page } from "playwright-core";
import { inject } from "vitest";
import { browserArguments } from "./open-browser.ts";

const STARTED_WITHIN_MS = 30_000;

export interface ProfileBrowser extends AsyncDisposable {
  readonly context: BrowserContext;
  newPage(): Promise<Page>;
  /** As a person quits it: session cookies are gone then, and everything else is on the disk. */
  quit(): Promise<void>;
  /** SIGKILL to every process of it at once. @returns the time of day just before */
  kill(): Promise<number>;
  /** Stops every process of it where it stands, as a closed laptop does. @returns how long it was, in ms */
  sleep(durationMs: number): Promise<number>;
}

/** @param profileDir - made if it is not there; may be opened by one browser at a time */
export async function openProfile(profileDir: string): Promise<ProfileBrowser> {
  const portFile = join(profileDir, "DevToolsActivePort");
  await rm(portFile, { force: true });
  const child = spawn(
    inject("browserPath"),
    [
      ...browserArguments({ microphone: "granted" }),
      "--headless=new",
      "--remote-debugging-port=0",
      `--user-data-dir=${profileDir}`,
      "about:blank",
    ],
    // A process group of its own: the whole browser can be ended by one signal.
    { detached: true, stdio: "ignore" },
  );
  if (child.pid === undefined) throw new Error("the browser did not start");
  const group: number = child.pid;
  const exited = once(child, "exit");
  const [port, path] = await readPort(portFile);
  const browser = await chromium.connectOverCDP(`ws://127.0.0.1:${port}${path}`);
  const context = browser.contexts()[0];
  if (context === undefined) throw new Error("the browser has no profile");

  async function kill(): Promise<number> {
    const killedAtMs = Date.now();
    if (child.exitCode === null && child.signalCode === null) process.kill(-group, "SIGKILL");
    await exited;
    return killedAtMs;
  }

  async function quit(): Promise<void> {
    const session = await browser.newBrowserCDPSession();
    await session.send("Browser.close");
    await exited;
  }

  return {
    context,
    newPage: () => context.newPage(),
    quit,
    kill,
    sleep: async (durationMs) => {
      const sinceMs = Date.now();
      process.kill(-group, "SIGSTOP");
      await sleep(durationMs);
      process.kill(-group, "SIGCONT");
      return Date.now() - sinceMs;
    },
    [Symbol.asyncDispose]: async () => {
      await kill();
    },
  };
}

/** Chromium writes it when it listens: the port, then the path of its socket. */
async function readPort(portFile: string): Promise<[port: string, path: string]> {
  for (let waitedMs = 0; waitedMs < STARTED_WITHIN_MS; waitedMs += 20) {
    const [port, path] = (await readFile(portFile, "utf8").catch(() => "")).split("\n");
    if (port && path) return [port, path];
    await sleep(20);
  }
  throw new Error(`the browser did not listen within ${STARTED_WITHIN_MS / 1000} s`);
}
