// The versions of the journal's database: a new one reads an older one's records, and tabs of two versions
// harm no recording.
import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startLab, type Lab } from "./lab.ts";
import type { StoredJournal } from "./stored-journal.ts";

let lab: Lab;
beforeAll(async () => {
  lab = await startLab();
});
afterAll(() => lab[Symbol.asyncDispose]());

async function readStored(name: string): Promise<StoredJournal> {
  const text = await readFile(new URL(name, import.meta.url), "utf8");
  return JSON.parse(text) as StoredJournal;
}

test("reads recordings, segments and sound of a version 1 journal", async () => {
  const stored = await readStored("stored-journal-1.json");
  const page = await lab.newSite().openTab();
  const read = await page.evaluate(async (journal) => {
    await globalThis.lab.inWorker.storeVersion1(journal);
    return globalThis.lab.inWindow.readJournal("ada");
  }, stored);
  expect(read).toEqual([
    {
      recording: stored.recordings[0],
      segments: stored.segments,
      files: [
        // A whole segment with its end, and one whose last packet was cut off.
        { sequence: 2, packetCount: 8, sampleCount: 2_880 },
        { sequence: 3, packetCount: 7, sampleCount: 1_920 },
      ],
    },
  ]);
});

test("finishes a recording that version 1 left open, including the segment it never closed", async () => {
  const stored = await readStored("stored-journal-1.json");
  const page = await lab.newSite().openTab();
  const { recovered, left } = await page.evaluate(async (journal) => {
    await globalThis.lab.inWorker.storeVersion1(journal);
    const result = await globalThis.lab.inWindow.recoverJournal("ada");
    return { recovered: result, left: await globalThis.lab.inWindow.readJournal("ada") };
  }, stored);
  const [recording] = stored.recordings;
  expect(recovered).toEqual([
    {
      record: { ...recording, state: "ended", isCutOff: true },
      segments: [
        ...stored.segments,
        {
          recordingId: recording?.recordingId,
          sequence: 3,
          startSample: 8_640,
          sampleCount: 1_920,
          // Pinned: the bytes of a segment may have been hashed, or sent, by the version before.
          sizeBytes: 285,
          sha256: "2ubR2dP8wP8TqSBYFwFJEf2V50LXbiTuvEMpsDGQ6xc=",
          life: { kind: "journaled" },
        },
      ],
      isSaved: true,
    },
  ]);
  expect(left.map(({ recording: record, segments }) => ({ record, segments }))).toEqual(
    recovered.map(({ record, segments }) => ({ record, segments })),
  );
});

test("a journal of version 1 is uploaded and sealed by a page of today", async () => {
  const stored = await readStored("stored-journal-1.json");
  const page = await lab.newSite().openTab();
  const { finished, left } = await page.evaluate(async (journal) => {
    await globalThis.lab.inWorker.storeVersion1(journal);
    const outcome = await globalThis.lab.inWindow.finishJournal("ada");
    return { finished: outcome, left: await globalThis.lab.inWindow.listFiles("opfs") };
  }, stored);
  const recordingId = "2026-11-23-10-00-00-000000-ABC123";
  expect(finished).toEqual({
    safety: "in-bucket",
    // The first is verified; the second has no file, and the bucket says that it has it.
    stored: [`${recordingId}_000002.webm`, `${recordingId}_000003.webm`],
    states: [{ recordingId, state: "sealed" }],
    seals: [{ recordingId, segmentCount: 4, gaps: stored.recordings[0]?.gaps }],
  });
  expect(left).toEqual([]);
});

test("a journal of the release before is uploaded and sealed by a page of today, and another person's is left alone", async () => {
  const stored = await readStored("stored-journal-2.json");
  const page = await lab.newSite().openTab();
  const { finished, left } = await page.evaluate(async (journal) => {
    await globalThis.lab.inWorker.storeVersion2(journal);
    const outcome = await globalThis.lab.inWindow.finishJournal("ada");
    return { finished: outcome, left: await globalThis.lab.inWindow.listFiles("opfs") };
  }, stored);
  const [open, ended, refused, sealed, other] = stored.recordings;
  expect(finished.safety).toBe("in-bucket");
  // Neither those that S3 had answered for nor those that were verified are sent again.
  expect(finished.stored).toEqual([
    ...[2, 3, 4].map((sequence) => `${open?.recordingId}_00000${sequence}.webm`),
    `${ended?.recordingId}_000003.webm`,
  ]);
  expect(finished.seals).toEqual([
    { recordingId: open?.recordingId, segmentCount: 5, gaps: open?.gaps },
    { recordingId: ended?.recordingId, segmentCount: 4, gaps: ended?.gaps },
    { recordingId: refused?.recordingId, segmentCount: 2, gaps: [] },
  ]);
  expect(finished.states).toEqual(
    [sealed, refused, ended, open].map((each) => ({
      recordingId: each?.recordingId,
      state: "sealed",
    })),
  );
  expect(left).toEqual([`${other?.recordingId}_000000`]);
});

test("continues a migrated journal as any other", async () => {
  const stored = await readStored("stored-journal-1.json");
  const page = await lab.newSite().openTab();
  const chosen = await page.evaluate(async (journal) => {
    await globalThis.lab.inWorker.storeVersion1(journal);
    await globalThis.lab.inWorker.appendPackets("indexeddb", "a", 4);
    return globalThis.lab.inWindow.readNumbered("indexeddb", "a");
  }, stored);
  expect(chosen).toEqual({ count: 4, isInOrder: true });
});

test("a tab that only reads gives way to a later version in another", async () => {
  const { openTab } = lab.newSite();
  const [old, later] = [await openTab(), await openTab()];
  await old.evaluate(() => globalThis.lab.inWindow.readJournal("ada"));
  expect(await old.evaluate(() => globalThis.lab.inWindow.wasClosed())).toBe(false);
  expect(await later.evaluate(() => globalThis.lab.inWindow.openVersion(99))).toBe("opened");
  expect(await old.evaluate(() => globalThis.lab.inWindow.wasClosed())).toBe(true);
});

test("a recording goes on while a later version waits for it", async () => {
  const { openTab } = lab.newSite();
  const [old, later] = [await openTab(), await openTab()];
  await old.evaluate(() => globalThis.lab.inWorker.chooseStorage());
  expect(await later.evaluate(() => globalThis.lab.inWindow.openVersion(99))).toBe("blocked");
  const isWritable = await old.evaluate(() => globalThis.lab.inWorker.putRecordingOfChosen());
  expect(isWritable).toBe(true);
});

test("refuses to open while an older version holds the journal, and says what to do", async () => {
  const { openTab } = lab.newSite();
  const [old, today] = [await openTab(), await openTab()];
  await old.evaluate(() => globalThis.lab.inWindow.holdVersion1());
  const reading = today.evaluate(() => globalThis.lab.inWindow.readJournal("ada"));
  await expect(reading).rejects.toThrow("Another tab runs an older version. Close or reload it.");
});

test("refuses to open a journal of a later version, and loses nothing", async () => {
  const page = await lab.newSite().openTab();
  const seen = await page.evaluate(async () => {
    await globalThis.lab.inWindow.openVersion(99);
    return (await globalThis.lab.inWorker.chooseStorage()).kind;
  });
  expect(seen).toBe("memory");
});

test("reports a storage failure when the browser ends its connection", async () => {
  const { origin, openTab } = lab.newSite();
  const page = await openTab();
  await page.evaluate(() => globalThis.lab.inWorker.chooseStorage());
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("Storage.clearDataForOrigin", { origin, storageTypes: "indexeddb" });
  const writing = page.evaluate(() => globalThis.lab.inWorker.putRecordingOfChosen());
  await expect(writing).rejects.toThrow("storage failed");
});
