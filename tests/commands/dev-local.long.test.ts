// Edits a copy of the repository while `npm run dev:local` runs in it, and looks at the browser, the API and
// the debugger.
import { afterAll, beforeAll, expect, inject, test, vi } from "vitest";
import type { BrowserContext, Page } from "playwright-core";
import { openBrowser } from "../fixtures/browser/open-browser.ts";
import { collectErrors, recordFor, signInAs } from "../fixtures/browser/app.ts";
import { startTestStack } from "../fixtures/stack/test-stack.ts";
import { attachDebugger } from "./debugger.ts";
import { copyHouse, type HouseCopy } from "./house-copy.ts";
import { startCommand, startScript, type Running } from "../fixtures/run-command.ts";

interface ReadyLine {
  readonly url: string;
  readonly inspector: string;
  readonly users: readonly { readonly name: string; readonly password: string }[];
}

/** The API limits a person's calls, so ask no more often. */
const WITHIN = { timeout: 60_000, interval: 500 };
const SESSION = "packages/functions/src/router/session.ts";

const started = new AsyncDisposableStack();
let house: HouseCopy;
let running: Running;
let ready: ReadyLine;
let context: BrowserContext;
/** A profile that has used the built app on this origin before. */
let returning: BrowserContext;

beforeAll(async () => {
  const browser = await openBrowser({ microphone: "granted" });
  started.defer(() => browser.close());
  house = started.use(await copyHouse());
  context = await browser.newContext();
  returning = await browser.newContext();
  const port = await visitBuiltApp();
  const args = ["--port", port, "--data", `${house.root}/data`, "--json", "--inspect=0"];
  running = started.use(await startScript("dev:local", args, house.root));
  ready = JSON.parse(await running.line(/"ready":true/)) as ReadyLine;
});
afterAll(() => started.disposeAsync());

/** Runs the built app as `npm start` does. @returns its port, which is free again */
async function visitBuiltApp(): Promise<string> {
  await using stack = await startTestStack({ webDir: inject("webDir") });
  const page = await returning.newPage();
  await page.goto(stack.url);
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.close();
  return new URL(stack.url).port;
}

/** The headers of a person who is signed in; they hold for five minutes. */
async function askToken() {
  await using asked = startCommand("token", ["--url", ready.url, "--user", "ada"]);
  return { authorization: `Bearer ${(await asked.finished).stdout}` };
}

type SignedIn = Awaited<ReturnType<typeof askToken>>;

async function prefix(headers: SignedIn): Promise<string> {
  const answer = await fetch(`${ready.url}/trpc/session.me`, { headers });
  expect(answer.status).toBe(200);
  const { result } = (await answer.json()) as { result: { data: { prefix: string } } };
  return result.data.prefix;
}

const loaded = (page: Page) => page.waitForEvent("load", { timeout: WITHIN.timeout });

test("removes the service worker of the built app and its cached files", async () => {
  const page = await returning.newPage();
  await page.goto(ready.url);
  const leftOver = () =>
    page
      .evaluate(async () => ({
        isControlled: navigator.serviceWorker.controller !== null,
        registrations: (await navigator.serviceWorker.getRegistrations()).length,
        caches: await caches.keys(),
      }))
      // The page reloads meanwhile, and may be gone at this moment.
      .catch(() => undefined);
  await expect
    .poll(leftOver, WITHIN)
    .toEqual({ isControlled: false, registrations: 0, caches: [] });
  await page.getByText("Talk. It is kept.").waitFor();
  // The built app has its styles in files.
  await page.locator("style[data-vite-dev-id]").first().waitFor({ state: "attached" });
  await page.close();
});

test("serves the sources under the app's headers, and nothing outside packages", async () => {
  const page = await fetch(`${ready.url}/`);
  const policy = page.headers.get("content-security-policy");
  expect(policy).toMatch(/default-src 'none'; script-src 'self'; style-src 'self' 'nonce-\S+';/);
  expect(policy).toContain(`ws://${new URL(ready.url).host};`);
  expect(await page.text()).toContain("/@vite/client");
  const script = await fetch(`${ready.url}/src/main.tsx`);
  expect(script.headers.get("content-type")).toContain("javascript");
  expect(script.headers.get("x-content-type-options")).toBe("nosniff");
  expect((await fetch(`${ready.url}/@fs${house.root}/data/installation.json`)).status).toBe(403);
});

test("shows a changed sentence without reloading the page", async () => {
  const errors = collectErrors(context);
  const page = await context.newPage();
  await page.goto(`${ready.url}/?signInError=SIGN_IN_FAILED`);
  await page.getByRole("alert").waitFor();
  await page.evaluate(() => document.documentElement.classList.add("not-reloaded"));
  await house.edit("packages/web/src/design/Notice.tsx", "</strong> ", "</strong> Changed. ");
  await page.getByText("Changed.").waitFor();
  await house.append("packages/web/src/design/base.css", ":root { --changed: 1; }");
  await page.waitForFunction(
    () => getComputedStyle(document.documentElement).getPropertyValue("--changed") === "1",
    undefined,
    WITHIN,
  );
  expect(await page.locator(".not-reloaded").count()).toBe(1);
  expect(errors).toEqual([]);
  await page.close();
});

test("records with encoder worker and AudioWorklet, and reloads the page when one changes", async () => {
  const errors = collectErrors(context);
  const page = await context.newPage();
  await page.addInitScript(() => Reflect.deleteProperty(globalThis, "MediaStreamTrackProcessor"));
  await signInAs(page, { url: ready.url, cognito: { users: ready.users } }, "ada");
  await recordFor(page, 1);
  expect(errors).toEqual([]);
  for (const path of [
    "capture/pcm-worklet.js",
    "encode/encoder-worker.ts",
    "encode/packet-encoder.ts",
  ]) {
    const reloaded = loaded(page);
    await house.append(`packages/recorder/src/${path}`, "// Changed.");
    await running.errorLine(new RegExp(`page reload .*/${path}`));
    await reloaded;
  }
  await page.close();
});

test("answers with a changed procedure, and with the last good one while the new one is broken", async () => {
  const headers = await askToken();
  const original = await prefix(headers);
  await house.edit(SESSION, "prefix: userPrefix(identity)", 'prefix: "changed/"');
  await vi.waitUntil(async () => (await prefix(headers)) === "changed/", WITHIN);
  await house.edit(SESSION, 'prefix: "changed/"', "prefix: ");
  await running.errorLine(/^api-instance not reloaded, .*router\/session\.ts:\d+\)$/);
  expect(await prefix(headers)).toBe("changed/");
  await house.edit(SESSION, "prefix: ", "prefix: userPrefix(identity)");
  await vi.waitUntil(async () => (await prefix(headers)) === original, WITHIN);
});

test("lets a debugger stop in a procedure, and stop again after the function was reloaded", async () => {
  const lines = (await house.read("packages/functions/src/router/uploads.ts")).split("\n");
  const lineNumber = lines.findIndex((line) => line.includes("return presignUpload("));
  const columnNumber = lines[lineNumber]?.indexOf("presignUpload(") ?? -1;
  using debug = await attachDebugger(ready.inspector, {
    urlRegex: String.raw`/functions/src/router/uploads\.ts$`,
    lineNumber,
    columnNumber,
  });
  const headers = await askToken();
  const presign = () =>
    fetch(`${ready.url}/trpc/uploads.presign`, {
      method: "POST",
      headers: { ...headers, "content-type": "application/json" },
      body: JSON.stringify({
        contentType: "audio/webm",
        sizeBytes: 9,
        sha256: Buffer.alloc(32).toString("base64"),
      }),
    });
  const stopAndGoOn = async () => {
    const answer = presign();
    const { callFrames } = await debug.paused();
    expect(callFrames[0]?.location.lineNumber).toBe(lineNumber);
    debug.resume();
    expect((await answer).status).toBe(200);
  };
  await stopAndGoOn();
  await house.edit(SESSION, "prefix: userPrefix(identity)", 'prefix: "reloaded/"');
  await vi.waitUntil(async () => (await prefix(headers)) === "reloaded/", WITHIN);
  await stopAndGoOn();
});
