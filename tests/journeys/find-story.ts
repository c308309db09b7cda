// The stack, the browser and the person of the stories that find a recording again. Another recording lies in the
// bucket from the beginning, and no step may touch it.
import type { Page } from "playwright-core";
import { recordingStartedAtMicros, type RecordingId } from "@tapedeck/core/ids";
import { recordButton } from "../fixtures/browser/app.ts";
import { openBrowser } from "../fixtures/browser/open-browser.ts";
import { readRecordings } from "./recordings.ts";
import { encodeTone, storeRecording } from "./stored-recording.ts";
import { beginStory, type Story } from "./story.ts";

/** The API of a busy machine takes seconds, and the function of the whole file comes after it. */
export const SOON = { timeout: 60_000 };
export const LANDS_WITHIN_SECONDS = 0.05;
/** The name that the library gives to a recording without a title. */
export const OWN_NAME = /^\w+day (morning|afternoon|evening|night), /;

export interface FindStory {
  readonly story: Story;
  readonly page: Page;
  readonly otherId: RecordingId;
  readonly newestId: () => Promise<RecordingId>;
  readonly openStudio: (path?: string) => Promise<void>;
}

/** @param cleanup - ends browser and stack */
export async function beginFindStory(cleanup: AsyncDisposableStack): Promise<FindStory> {
  const browser = await openBrowser({ microphone: "granted" });
  cleanup.defer(() => browser.close());
  const story = cleanup.use(await beginStory(browser, { makesWholeFiles: true, withSound: true }));
  const { page, stack } = story;
  const otherId = await storeRecording(stack, await encodeTone(page, 251), { startedHoursAgo: 75 });
  return {
    story,
    page,
    otherId,
    newestId: async () => {
      const newest = (await readRecordings(stack)).at(-1)?.recordingId;
      if (newest === undefined || newest === otherId) throw new Error("nothing was recorded");
      return newest;
    },
    openStudio: async (path = "/") => {
      await page.goto(stack.url + path);
      await recordButton(page).waitFor();
    },
  };
}

/** As the library's search finds it: by the day of the week. */
export const dayOf = (id: RecordingId) =>
  new Date(recordingStartedAtMicros(id) / 1000).toLocaleDateString("en-GB", { weekday: "long" });
