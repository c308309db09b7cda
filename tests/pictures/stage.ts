// What the pictures show: a stack of its own, with recordings that look like a person's.
import type { Browser } from "playwright-core";
import type { RecordingId } from "@tapedeck/core/ids";
import { recordButton } from "../fixtures/browser/app.ts";
import { callsOf, storeRecording } from "../journeys/stored-recordings.ts";
import { beginStory, type Story } from "../journeys/story.ts";

export interface Stage extends Story {
  readonly calls: Awaited<ReturnType<typeof callsOf>>;
}

export async function openStage(browser: Browser): Promise<Stage> {
  const story = await beginStory(browser, { makesWholeFiles: true });
  return { ...story, calls: await callsOf(story.stack, "ada") };
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
