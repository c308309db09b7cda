// A browser can install the app; its shortcut records at once.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import type { Browser } from "playwright-core";
import { stopButton } from "../fixtures/browser/app.ts";
import { openBrowser } from "../fixtures/browser/open-browser.ts";
import { startTestStack, type TestStack } from "../fixtures/stack/test-stack.ts";
import { enterAs } from "./enter.ts";

let browser: Browser;
let stack: TestStack;
beforeAll(async () => {
  stack = await startTestStack({ webDir: inject("webDir") });
  browser = await openBrowser({ microphone: "granted" });
});
afterAll(async () => {
  await browser.close();
  await stack[Symbol.asyncDispose]();
});

interface Icon {
  readonly src: string;
  readonly sizes: string;
  readonly purpose: string;
}

test("has nothing that keeps Chromium from installing it", async () => {
  // Chromium installs nothing from a private window, which a context of Playwright's is.
  const page = await browser.newPage();
  await page.goto(stack.url);
  const devtools = await page.context().newCDPSession(page);
  const { installabilityErrors } = await devtools.send("Page.getInstallabilityErrors");
  expect(installabilityErrors.filter(({ errorId }) => errorId !== "in-incognito")).toEqual([]);
  const { errors } = await devtools.send("Page.getAppManifest");
  expect(errors).toEqual([]);
});

test("names icons that have the sizes it says, and colours that the page has", async () => {
  const answer = await fetch(`${stack.url}/manifest.webmanifest`);
  expect(answer.headers.get("content-type")).toBe("application/manifest+json");
  const manifest = (await answer.json()) as { icons: Icon[]; background_color: string };
  expect(manifest.icons.map(({ purpose, sizes }) => `${purpose} ${sizes}`)).toEqual([
    "any 192x192",
    "any 512x512",
    "maskable 192x192",
    "maskable 512x512",
  ]);
  const apple = { src: "/apple-touch-icon.png", sizes: "180x180" };
  const page = await browser.newPage();
  await page.goto(stack.url);
  for (const { src, sizes } of [...manifest.icons, apple]) {
    const size = await page.evaluate(async (url) => {
      const image = new Image();
      image.src = url;
      await image.decode();
      return `${image.naturalWidth}x${image.naturalHeight}`;
    }, src);
    expect(size).toBe(sizes);
  }
  for (const [colorScheme, color] of [
    ["light", "rgb(251, 248, 243)"],
    ["dark", "rgb(19, 17, 16)"],
  ] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await page.evaluate(paperAndThemeColor)).toEqual([color, color]);
  }
});

test("is kept for a start without a network, icons and manifest included", async () => {
  const serviceWorker = await readFile(join(inject("webDir"), "service-worker.js"), "utf8");
  const files = ["/manifest.webmanifest", "/icon-512.png", "/choose-page.js"];
  expect(files.filter((file) => !serviceWorker.includes(file))).toEqual([]);
});

test("records at once when its shortcut opens it, but not again after a reload", async () => {
  const page = await (await browser.newContext()).newPage();
  await enterAs(page, stack, "ada");
  await page.goto(`${stack.url}/?record=now`);
  await stopButton(page).waitFor();
  expect(page.url()).toBe(`${stack.url}/`);
  await stopButton(page).click();
  await page.reload();
  await page.getByRole("button", { name: "Record", exact: true }).waitFor();
  expect(await page.title()).toBe("Tapedeck");
});

function paperAndThemeColor(): string[] {
  const metas = [...document.querySelectorAll<HTMLMetaElement>("meta[name=theme-color]")];
  const theme = metas.find(({ media }) => matchMedia(media).matches)?.content ?? "";
  const probe = document.createElement("p");
  document.body.append(probe);
  const paper = getComputedStyle(document.body).backgroundColor;
  document.documentElement.style.setProperty("--probe", theme);
  probe.style.color = "var(--probe)";
  return [paper, getComputedStyle(probe).color];
}
