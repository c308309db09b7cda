// What a hostile page can do in a real browser where a person is signed in. It runs on another port of the
// same host, which browsers call the same site: they send SameSite cookies, so only our own checks can
// refuse it.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { SESSION_COOKIE, SIGNED_IN_COOKIE } from "../fixtures/stack/http-browser.ts";
import { openBrowser } from "../fixtures/browser/open-browser.ts";
import { startTestStack, type TestStack } from "../fixtures/stack/test-stack.ts";
import { recordButton } from "../fixtures/browser/app.ts";
import { enterAs } from "./enter.ts";

let stack: TestStack;
let browser: Browser;
let context: BrowserContext;
let app: Page;
let evil: Page;
const server = createServer((_, response) => {
  response.writeHead(200, { "content-type": "text/html" }).end("<!doctype html><body>You have won");
});

const evilUrl = () => `http://localhost:${(server.address() as AddressInfo).port}/`;

beforeAll(async () => {
  stack = await startTestStack({ webDir: inject("webDir") });
  const listening = Promise.withResolvers<void>();
  server.listen(0, "localhost", listening.resolve);
  await listening.promise;
  browser = await openBrowser({ microphone: "granted" });
  context = await browser.newContext();
  app = await context.newPage();
  await enterAs(app, stack, "ada");
  evil = await context.newPage();
  await evil.goto(evilUrl());
});
afterAll(async () => {
  await browser.close();
  server.close();
  await stack[Symbol.asyncDispose]();
});

interface Attempt {
  readonly path: string;
  readonly init: {
    readonly method?: string;
    readonly mode?: "no-cors";
    readonly headers?: Record<string, string>;
    readonly body?: string;
  };
}

/** Runs in the hostile page. @returns what the page could read, or `unreadable` */
async function tryFetch({ path, init }: Attempt): Promise<string> {
  return fetch(path, { credentials: "include", ...init }).then(
    async (response) => `${response.type} ${response.status}: ${await response.text()}`,
    () => "unreadable",
  );
}

const ours = { "x-tapedeck": "1" };

test.each<[string, Attempt]>([
  [
    "an access token, as our page asks",
    { path: "/auth/token", init: { method: "POST", headers: ours } },
  ],
  ["an access token, without our header", { path: "/auth/token", init: { method: "POST" } }],
  [
    "a sign-out, as our page asks",
    { path: "/auth/logout", init: { method: "POST", headers: ours } },
  ],
  ["a sign-out, without our header", { path: "/auth/logout", init: { method: "POST" } }],
  ["the signed-in person", { path: "/trpc/session.me", init: {} }],
  ["a grant, as text", { path: "/trpc/uploads.presign", init: { method: "POST", body: "{}" } }],
  [
    "a grant, with a token of its own making",
    {
      path: "/trpc/uploads.presign",
      init: { method: "POST", headers: { authorization: "Bearer x" }, body: "{}" },
    },
  ],
  ["the page itself", { path: "/", init: {} }],
])("hides %s from a hostile page", async (_what, { path, init }) => {
  expect(await evil.evaluate(tryFetch, { path: stack.url + path, init })).toBe("unreadable");
});

test("refuses a hostile page's blind requests, and its form does not sign the person out", async () => {
  const answers: number[] = [];
  evil.on("response", (response) => answers.push(response.status()));
  const blind: Attempt = {
    path: `${stack.url}/auth/logout`,
    init: { method: "POST", mode: "no-cors" },
  };
  await evil.evaluate(tryFetch, blind);
  expect(answers).toEqual([403]);
  const posted = evil.waitForResponse(`${stack.url}/auth/logout`);
  await evil.evaluate((action) => {
    const form = Object.assign(document.createElement("form"), { action, method: "post" });
    document.body.append(form);
    form.submit();
  }, `${stack.url}/auth/logout`);
  expect((await posted).status()).toBe(403);
  await evil.waitForURL(`${stack.url}/auth/logout`);
  await evil.goto(evilUrl());
});

test("does not load in a hostile page's frame", async () => {
  await evil.evaluate((src) => {
    document.body.append(Object.assign(document.createElement("iframe"), { src }));
  }, stack.url);
  await expect.poll(() => evil.frames().length).toBe(2);
  const [, frame] = evil.frames();
  // The frame shows the browser's own error page.
  await expect.poll(() => frame?.url()).toBe("chrome-error://chromewebdata/");
});

test("hides the session and the app's windows from a hostile page", async () => {
  // All ports of a host share cookies (RFC 6265, section 8.5), so this page sees those that scripts may
  // read. They grant no access: removing the first signs out, the others only tell of an earlier visit.
  const readable = () => evil.evaluate(() => document.cookie.split("; ").sort());
  // The page marks its visit when it has the time: that code comes last.
  await expect
    .poll(readable, { timeout: 60_000 })
    .toEqual([
      expect.stringMatching(new RegExp(`^${SIGNED_IN_COOKIE}=[\\w-]{22}$`)),
      "tapedeck-visit=1",
      "tapedeck-visited=1",
    ]);
  const opened = context.waitForEvent("page");
  const reached = await evil.evaluate((url) => {
    const other = open(url);
    try {
      return other?.document.title ?? "no window";
    } catch {
      return "refused";
    }
  }, stack.url);
  await (await opened).close();
  expect(["refused", "no window", ""]).toContain(reached);
});

test("keeps the person signed in after all these attempts", async () => {
  await app.reload();
  await recordButton(app).waitFor();
  const names = (await context.cookies(stack.url)).map(({ name }) => name);
  expect(names.filter((name) => name.startsWith(SESSION_COOKIE))).toHaveLength(1);
});
