// The library: a person finds a recording again, names it, and deletes it; by keyboard, offline, in two tabs.
import { afterAll, beforeAll, beforeEach, afterEach, describe, expect, inject, test } from "vitest";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { clockShows, recordButton, recordingLinks, stopButton } from "../fixtures/browser/app.ts";
import { openBrowser } from "../fixtures/browser/open-browser.ts";
import { startTestStack, type TestStack } from "../fixtures/stack/test-stack.ts";
import { damageManifest } from "./damage-manifest.ts";
import { enterAs } from "./enter.ts";
import { callsOf, storeRecording, type StoredRecording } from "./stored-recordings.ts";
import { inBucket } from "./story.ts";

/** The API of a busy machine takes seconds. */
const SOON = { timeout: 30_000 };

let browser: Browser;
let stack: TestStack;
let context: BrowserContext;
let calls: Awaited<ReturnType<typeof callsOf>>;
beforeAll(async () => {
  browser = await openBrowser({ microphone: "granted" });
});
afterAll(() => browser.close());
beforeEach(async () => {
  stack = await startTestStack({ webDir: inject("webDir") });
  calls = await callsOf(stack, "ada");
  context = await browser.newContext();
});
afterEach(async () => {
  await context.close();
  await stack[Symbol.asyncDispose]();
});

const store = (recording: StoredRecording) => storeRecording(calls, recording);

async function enter(): Promise<Page> {
  const page = await context.newPage();
  await enterAs(page, stack, "ada");
  return page;
}

async function anotherTab(path = "/"): Promise<Page> {
  const page = await context.newPage();
  await page.goto(stack.url + path);
  await recordButton(page).waitFor();
  return page;
}

const rowOf = (page: Page, name: string) => page.locator(".row", { hasText: name });
const namesOf = (page: Page) => page.locator(".row .row-title").allTextContents();
const focused = (page: Page) =>
  page.evaluate(
    () => document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.tagName,
  );

async function titlesInBucket(): Promise<(string | undefined)[]> {
  const { data } = await calls.query("recordings.list", {});
  const { recordings } = data as { recordings: { title?: string }[] };
  return recordings.map(({ title }) => title);
}

const JUNE = (day: number, hour = 9) => new Date(2026, 5, day, hour, 12, 3);

test("finds a recording again after a reload, by keyboard alone: renames it, deletes it, undoes, deletes", async () => {
  await store({ startedAt: JUNE(1), title: "Birdsong" });
  const page = await enter();
  await recordButton(page).click();
  await clockShows(page, 2);
  await stopButton(page).click();
  await inBucket(page).waitFor();
  await page.reload();
  await recordButton(page).waitFor();
  await rowOf(page, "Birdsong").waitFor();
  await recordingLinks(page).nth(1).waitFor();

  await page.keyboard.press("/");
  expect(await focused(page)).toBe("Search recordings");
  await page.keyboard.press("Escape");
  expect(await focused(page)).toMatch(/^\w+day (night|morning|afternoon|evening), \d+ \w+ \d{4}, /);
  await page.keyboard.press("F2");
  await page.keyboard.type("Kitchen ideas");
  await page.keyboard.press("Enter");
  expect(await focused(page)).toMatch(/^Kitchen ideas, /);
  await expect.poll(titlesInBucket, SOON).toEqual(["Kitchen ideas", "Birdsong"]);

  await page.keyboard.press("ArrowDown");
  expect(await focused(page)).toMatch(/^Birdsong, 1 June 2026, 9:12:03/);
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Rename: Birdsong" }).waitFor();
  expect(new URL(page.url()).pathname).toMatch(/^\/recordings\/2026-06-01-/);
  await page.goBack();
  await expect.poll(() => focused(page), SOON).toMatch(/^Birdsong, /);

  await page.keyboard.press("Delete");
  await page.getByText("Deleted “Birdsong”").waitFor();
  expect(await focused(page)).toMatch(/^Kitchen ideas, /);
  await page.keyboard.press("Control+z");
  await expect.poll(() => focused(page), SOON).toMatch(/^Birdsong, /);
  expect(await page.getByText("Deleted “Birdsong”").count()).toBe(0);

  await page.keyboard.press("Delete");
  await page.getByText("Deleted “Birdsong”").waitFor({ state: "detached", timeout: 20_000 });
  await expect.poll(titlesInBucket, SOON).toEqual(["Kitchen ideas"]);
  await page.reload();
  await rowOf(page, "Kitchen ideas").waitFor();
  expect(await namesOf(page)).toEqual(["Kitchen ideas"]);
});

test("keeps a title that is given while recording, and sends it once the recording is sealed", async () => {
  const page = await enter();
  await recordButton(page).click();
  await rowOf(page, "Recording").waitFor();
  await page.getByRole("button", { name: /^More for/ }).click();
  await page.getByRole("menuitem", { name: "Rename" }).click();
  await page.getByRole("textbox", { name: "Name", exact: true }).fill("While speaking");
  await page.keyboard.press("Enter");
  expect(await namesOf(page)).toEqual(["While speaking"]);
  expect(await titlesInBucket()).not.toContain("While speaking");
  await stopButton(page).click();
  await expect.poll(titlesInBucket, SOON).toEqual(["While speaking"]);
});

test("refuses a name of 10,000 characters with a sentence, and shows a turning name harmless", async () => {
  await store({ startedAt: JUNE(2), title: "Rain" });
  await store({ startedAt: JUNE(1), title: "\u202Egnp.exe" });
  const page = await enter();
  await rowOf(page, "Rain").waitFor();
  const [turning] = await page
    .locator(".row-title")
    .all()
    .then((titles) => titles.slice(1));
  expect(await turning?.evaluate((title) => getComputedStyle(title).unicodeBidi)).toBe("isolate");
  await rowOf(page, "Rain").locator("a").focus();
  await page.keyboard.press("F2");
  const field = page.getByRole("textbox", { name: "Name", exact: true });
  await field.fill("x".repeat(10_000));
  await page.keyboard.press("Enter");
  await page.getByText("A name has at most 200 characters; this one has 10,000.").waitFor();
  await page.keyboard.press("Escape");
  expect(await namesOf(page)).toContain("Rain");
  expect(await titlesInBucket()).toContain("Rain");
});

test("a delete that the end of the page interrupted is made at the next opening", async () => {
  await store({ startedAt: JUNE(1), title: "Birdsong" });
  const page = await enter();
  await rowOf(page, "Birdsong").locator("a").focus();
  await page.keyboard.press("Delete");
  await page.getByText("Deleted “Birdsong”").waitFor();
  await page.close();
  expect(await titlesInBucket()).toEqual(["Birdsong"]);

  const again = await anotherTab();
  await again.getByText("Your recordings will be here.").waitFor();
  await expect.poll(titlesInBucket, SOON).toEqual([]);
});

test("tells in one sentence what another window does to the recording on the page", async () => {
  await store({ startedAt: JUNE(2), title: "Rain" });
  const id = await store({ startedAt: JUNE(1), title: "Birdsong" });
  const list = await enter();
  await rowOf(list, "Birdsong").waitFor();
  const page = await anotherTab(`/recordings/${id}`);
  await page.getByRole("button", { name: "Rename: Birdsong" }).waitFor();

  await rowOf(list, "Birdsong").locator("a").focus();
  await list.keyboard.press("F2");
  await list.keyboard.type("Blackbird");
  await list.keyboard.press("Enter");
  await page.getByText("Another window renamed “Birdsong” to “Blackbird”.").waitFor();
  await page.getByRole("button", { name: "Rename: Blackbird" }).waitFor();

  await list.keyboard.press("Delete");
  await page.getByText("This recording is not in your bucket.").waitFor();
  await expect.poll(titlesInBucket, SOON).toEqual(["Rain"]);
  await page.getByRole("link", { name: "Recordings" }).click();
  await rowOf(page, "Rain").waitFor();
  expect(await namesOf(page)).toEqual(["Rain"]);
});

test("a rename of what another device has deleted is told in one sentence", async () => {
  const id = await store({ startedAt: JUNE(1), title: "Birdsong" });
  const page = await enter();
  await rowOf(page, "Birdsong").waitFor();
  await calls.mutate("recordings.delete", { recordingId: id });
  await rowOf(page, "Birdsong").locator("a").focus();
  await page.keyboard.press("F2");
  await page.keyboard.type("Blackbird");
  await page.keyboard.press("Enter");
  await page.getByText("“Blackbird” was deleted on another device or in another window.").waitFor();
  await expect.poll(() => namesOf(page), SOON).toEqual([]);
});

test("a manifest that was damaged by hand is named in its row, and the other rows stand", async () => {
  const id = await store({ startedAt: JUNE(2), title: "Broken" });
  await store({ startedAt: JUNE(1), title: "Birdsong" });
  await damageManifest(stack, id);
  const page = await enter();
  await page.locator(".row").getByText("Damaged in your bucket").waitFor();
  expect(await namesOf(page)).toEqual(["Tuesday morning", "Birdsong"]);
  await recordingLinks(page).first().click();
  await page
    .getByText("What lists the segments of this recording in your bucket is damaged.")
    .waitFor();
});

describe("the search", () => {
  test("finds by name and by day as one types, says how many, and leaves by Escape", async () => {
    await store({ startedAt: JUNE(3), title: "Grandma’s plum cake" });
    await store({ startedAt: JUNE(2), title: "Rain" });
    await store({ startedAt: JUNE(1), title: "Interview with Grandma" });
    const page = await enter();
    await rowOf(page, "Rain").waitFor();
    await page.keyboard.press("/");
    await page.keyboard.type("grand");
    await expect
      .poll(() => namesOf(page))
      .toEqual(["Grandma’s plum cake", "Interview with Grandma"]);
    expect(await page.locator("mark").allTextContents()).toEqual(["Grand", "Grand"]);
    await page.getByRole("status").getByText("2 recordings. All 3 searched.").waitFor();
    await page.getByRole("searchbox").fill("2 jun");
    await expect.poll(() => namesOf(page), SOON).toEqual(["Rain"]);
    await page.getByRole("searchbox").fill("grandpa");
    await page.getByText("Nothing is called “grandpa”.").waitFor();
    await page.keyboard.press("Escape");
    await expect.poll(() => namesOf(page), SOON).toHaveLength(3);
    expect(await focused(page)).toBe("Search recordings");
    await page.keyboard.press("Escape");
    expect(await focused(page)).toMatch(/^Grandma’s plum cake, /);
  });
});

test("a link to a recording opens its page, also offline, with its details once online", async () => {
  const id = await store({ startedAt: JUNE(1), title: "Birdsong", segmentCount: 3 });
  const first = await enter();
  await rowOf(first, "Birdsong").waitFor();
  await first.evaluate(() => navigator.serviceWorker.ready);
  await first.close();
  await context.setOffline(true);
  const page = await context.newPage();
  await page.goto(`${stack.url}/recordings/${id}?t=12`);
  await page.getByRole("button", { name: "Rename: Birdsong" }).waitFor();
  await page.getByText("Offline · you can record").waitFor();
  expect(new URL(page.url()).search).toBe("?t=12");
  await context.setOffline(false);
  await page.getByText("Details", { exact: true }).click();
  await page.getByText("3, all in your bucket").waitFor();
  await page.getByText(new RegExp(`users/hosts/cognito/.*/${id}`)).waitFor();
  await page.getByText(/^([0-9a-f]{8} ){7}[0-9a-f]{8}$/).waitFor();
});

test("a link to a recording still opens it after the sign-in that it asks for", async () => {
  const id = await store({ startedAt: JUNE(1), title: "Birdsong" });
  const page = await context.newPage();
  await page.goto(`${stack.url}/recordings/${id}`);
  await page.getByRole("link", { name: "Sign in" }).click();
  const ada = stack.cognito.users.find(({ name }) => name === "ada");
  await page.getByLabel(/user ?name/i).fill("ada");
  await page.getByLabel(/password/i).fill(ada?.password ?? "");
  await page.getByRole("button", { name: /sign in/i }).click();
  await page.getByRole("button", { name: "Rename: Birdsong" }).waitFor();
  expect(new URL(page.url()).pathname).toBe(`/recordings/${id}`);
});
