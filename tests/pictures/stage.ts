// What the pictures show: a stack of its own, with recordings that look like a person's.
import { inject } from "vitest";
import type { Browser, BrowserContext, Page } from "playwright-core";
import type { RecordingId } from "@tapedeck/core/ids";
import { chooseSegmentSeconds, recordButton } from "../fixtures/browser/app.ts";
import { startTestStack, type TestStack } from "../fixtures/stack/test-stack.ts";
import { enterAs } from "../journeys/enter.ts";
import { callsOf, storeRecording } from "../journeys/stored-recordings.ts";

export interface Stage extends AsyncDisposable {
  readonly stack: TestStack;
  readonly context: BrowserContext;
  readonly calls: Awaited<ReturnType<typeof callsOf>>;
  /** Signed in, with segments of 2 s. */
  readonly page: Page;
}

export async function openStage(browser: Browser): Promise<Stage> {
  const stack = await startTestStack({ webDir: inject("webDir"), makesWholeFiles: true });
  const context = await browser.newContext();
  const page = await context.newPage();
  await enterAs(page, stack, "ada");
  await chooseSegmentSeconds(page, 2);
  return {
    stack,
    context,
    page,
    calls: await callsOf(stack, "ada"),
    [Symbol.asyncDispose]: async () => {
      await context.close();
      await stack[Symbol.asyncDispose]();
    },
  };
}

interface Kept {
  readonly title?: string;
  readonly daysAgo: number;
  /** `16:02`, by this machine's time zone. */
  readonly at: string;
  readonly minutes: number;
}

const LIBRARY: readonly Kept[] = [
  { title: "Kitchen ideas", daysAgo: 0, at: "0:12", minutes: 0.8 },
  { daysAgo: 0, at: "0:04", minutes: 0.2 },
  { title: "Interview with Grandma", daysAgo: 1, at: "16:02", minutes: 92 },
  { title: "Grandma’s plum cake", daysAgo: 1, at: "15:31", minutes: 4 },
  { daysAgo: 1, at: "9:14", minutes: 0.4 },
  { title: "Choir, second half", daysAgo: 3, at: "20:15", minutes: 48 },
  {
    title: `A name that ${"somebody gave without thinking of ".repeat(2)}narrow telephones`,
    daysAgo: 3,
    at: "11:47",
    minutes: 2,
  },
  { title: "مقابلة مع جدتي", daysAgo: 5, at: "18:05", minutes: 12 },
  { daysAgo: 9, at: "22:30", minutes: 1 },
  { title: "Lecture 4: rivers", daysAgo: 16, at: "10:00", minutes: 88 },
  { title: "Lecture 3: rain", daysAgo: 23, at: "10:00", minutes: 86 },
  { daysAgo: 40, at: "13:01", minutes: 0.1 },
];

/** @returns the ids, newest first */
export async function storeLibrary({ calls }: Stage): Promise<readonly RecordingId[]> {
  const ids: RecordingId[] = [];
  for (const { title, daysAgo, at, minutes } of LIBRARY) {
    const startedAt = new Date();
    const [hour = 0, minute = 0] = at.split(":").map(Number);
    startedAt.setDate(startedAt.getDate() - daysAgo);
    startedAt.setHours(hour, minute, 3, 0);
    const segmentCount = Math.ceil(minutes);
    const segmentSeconds = Math.round((minutes * 60) / segmentCount);
    const named = title === undefined ? {} : { title };
    ids.push(await storeRecording(calls, { startedAt, segmentCount, segmentSeconds, ...named }));
  }
  return ids;
}

/** Opens a path of the app anew, and waits for the deck. */
export async function openPath({ page, stack }: Stage, path = "/"): Promise<void> {
  await page.goto(stack.url + path);
  await recordButton(page).waitFor();
}
