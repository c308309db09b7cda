// Finds a Chromium to test with, or installs one; never lets a test pass without.
import { execFile } from "node:child_process";
import { access, constants } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { chromium } from "playwright-core";

const run = promisify(execFile);

/** Where systems keep a Chromium or a Chrome, most likely first. */
const SYSTEM_PATHS = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/snap/bin/chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

/** A download that takes longer than this is not going to end. */
const INSTALL_TIMEOUT_MS = 8 * 60_000;

interface Attempt {
  readonly what: string;
  readonly command: string;
  readonly args: readonly string[];
}

/**
 * @returns the path of an executable
 * @throws {Error} with the command to run by hand, when none is found and none can be installed
 */
export async function findBrowser(): Promise<string> {
  const chosen = process.env["TAPEDECK_BROWSER"];
  if (chosen !== undefined) {
    if (await isExecutable(chosen)) return chosen;
    throw new Error(`TAPEDECK_BROWSER names ${chosen}, which is not an executable file.`);
  }
  const found = await firstExecutable();
  if (found !== undefined) return found;

  const failures: string[] = [];
  for (const { what, command, args } of await waysToInstall()) {
    console.log(`No Chromium found; trying ${what} …`);
    try {
      await run(command, [...args], { timeout: INSTALL_TIMEOUT_MS, maxBuffer: 64 * 1024 * 1024 });
    } catch (thrown) {
      failures.push(`${what}: ${thrown instanceof Error ? firstLine(thrown.message) : "failed"}`);
      continue;
    }
    const installed = await firstExecutable();
    if (installed !== undefined) return installed;
    failures.push(`${what}: it ended well, but there is still no browser`);
  }
  throw new Error(
    [
      "The journeys need a Chromium and none could be installed:",
      ...failures.map((failure) => `  - ${failure}`),
      "Install one by hand (`npx playwright-core install --with-deps chromium`, or `sudo apt-get install chromium`), or name one: TAPEDECK_BROWSER=/path/to/chromium npm test",
    ].join("\n"),
  );
}

async function waysToInstall(): Promise<Attempt[]> {
  const playwright = createRequire(import.meta.url).resolve("playwright-core/package.json");
  const attempts: Attempt[] = [
    {
      what: "Playwright's own download",
      command: process.execPath,
      args: [join(dirname(playwright), "cli.js"), "install", "chromium"],
    },
  ];
  if (
    process.platform === "linux" &&
    process.getuid?.() === 0 &&
    (await isExecutable("/usr/bin/apt-get"))
  ) {
    attempts.push({
      what: "Debian's package",
      command: "/bin/sh",
      args: [
        "-c",
        "apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium",
      ],
    });
  }
  return attempts;
}

async function firstExecutable(): Promise<string | undefined> {
  for (const path of [chromium.executablePath(), ...SYSTEM_PATHS]) {
    if (path !== "" && (await isExecutable(path))) return path;
  }
  return undefined;
}

async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}

function firstLine(text: string): string {
  return text.split("\n")[0] ?? text;
}
