// A library of 10,000 recordings over three years, as the device remembers it from an earlier visit.
import type { Page } from "playwright-core";
import type { RecordingSummary } from "@tapedeck/core/contract";
import { makeRecordingId } from "@tapedeck/core/ids";

const COUNT = 10_000;
const STEP_MS = (3 * 365 * 24 * 60 * 60 * 1000) / COUNT;
const NEWEST_MS = new Date(2026, 5, 1, 12).getTime();

/** The page shows it from its next opening on. A person has signed in there. */
export async function rememberLargeLibrary(page: Page): Promise<void> {
  await page.evaluate(remember, entries());
}

/** Newest first. */
function entries(): RecordingSummary[] {
  return Array.from({ length: COUNT }, (_, index) => {
    const startedAtMs = Math.round(NEWEST_MS - index * STEP_MS);
    return {
      id: makeRecordingId(startedAtMs * 1000, new Uint8Array(6)),
      startedAt: new Date(startedAtMs).toISOString(),
      state: "sealed",
      durationMs: 1000 * (1 + (index % 5000)),
      sizeBytes: 8000,
      ...(index % 3 === 0 ? { title: `Talk ${COUNT - index}` } : {}),
    };
  });
}

/** Runs in the page: writes the list as library-cache.ts does. */
async function remember(list: RecordingSummary[]): Promise<void> {
  const { sub } = JSON.parse(localStorage.getItem("tapedeck.person") ?? "") as { sub: string };
  const opening = indexedDB.open(`tapedeck-library-${sub}`, 1);
  await new Promise((resolve, reject) => {
    opening.onsuccess = resolve;
    opening.onerror = reject;
  });
  const database = opening.result;
  const store = database.transaction("library", "readwrite").objectStore("library");
  const known = { entries: list, unreadBelow: undefined, readAllAtMs: Date.now(), rescued: [] };
  const putting = store.put(known, "known");
  await new Promise((resolve) => {
    putting.onsuccess = resolve;
  });
  database.close();
}
