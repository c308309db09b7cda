// What pages show once the disk is full.
import { describe, expect, test } from "vitest";
import { AppError } from "@tapedeck/core/errors";
import type { JournalStorage } from "../journal/journal-storage.ts";
import { settle } from "../testing/settle.ts";
import { createUploadingTabs } from "../testing/uploading-tabs.ts";
import { idOf } from "../testing/recording-ids.ts";

describe("after a full disk", () => {
  /** A tab leads; another one's recorder has ended because the disk is full, and left its recording open. */
  async function recordedUntilFull() {
    const browser = createUploadingTabs();
    let isFull = false;
    const { storage } = browser.environment;
    const refuse = () => {
      if (isFull) throw new AppError("STORAGE_FULL", "No room.");
    };
    const full: JournalStorage = {
      ...storage,
      records: {
        ...storage.records,
        putRecording: async (record) => {
          refuse();
          await storage.records.putRecording(record);
        },
        putSegments: async (records) => {
          refuse();
          await storage.records.putSegments(records);
        },
      },
    };
    const leader = await browser.openTab("ada", full);
    const recorder = await browser.openTab("ada", full);
    const end = await recorder.uploads.beginRecording(idOf(0));
    const { journal: recording, segments } = await browser.journal();
    recorder.stored(recording.record(), segments);
    await settle();
    isFull = true;
    end();
    await settle();
    return { ...browser, leader, recorder, storage };
  }

  test("a page that has ended its recording does not say that another tab goes on with it", async () => {
    const { recorder } = await recordedUntilFull();
    expect(recorder.uploads.recordings()).toMatchObject([{ state: "ended" }]);
    expect(recorder.cutOff()).toEqual([]);
  });

  test("every page shows at once that all of it is sealed", async () => {
    const { environment, leader, recorder, storage } = await recordedUntilFull();
    for (const put of environment.puts) await put.store();
    await settle();
    for (const { uploads, statuses } of [leader, recorder]) {
      expect(uploads.recordings()).toMatchObject([{ state: "sealed", verifiedCount: 2 }]);
      expect(statuses()).toEqual(["verified", "verified"]);
      expect(uploads.safety(true)).toBe("in-bucket");
    }
    expect(await storage.records.recordings("ada")).toEqual([]);
  });
});
