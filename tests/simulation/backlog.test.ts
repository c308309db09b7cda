// An hour that was recorded offline: how many calls it takes to drain, and how much memory.
import { expect, test } from "vitest";
import { createUploading } from "@tapedeck/recorder/testing/uploading";

/** An hour in segments of 5 s. */
const SEGMENTS = 720;

test("a backlog of an hour takes 8 presigns, 8 verifies and a seal, in order, with 4 segments in memory", async () => {
  const { api, environment, fileNames, record, views } = createUploading({ answers: "at-once" });
  const { segments } = await record({ segmentCount: SEGMENTS });
  let mostBytes = 0;
  const stored: string[] = [];
  // Each answer lets the next PUT begin, so this walks to the end of the backlog.
  for (let index = 0; index < environment.puts.length; index++) {
    const unanswered = environment.puts.slice(index);
    mostBytes = Math.max(
      mostBytes,
      unanswered.reduce((sum, { bytes }) => sum + bytes.length, 0),
    );
    const put = environment.puts[index];
    stored.push(put?.grant.key ?? "");
    await put?.store();
  }
  const largest = Math.max(...segments.map(({ sizeBytes }) => sizeBytes));
  console.log(
    `${SEGMENTS} segments: ${api.presigns.length} presigns, ${api.verifies.length} verifies, ` +
      `${api.seals.length} seal; ${environment.mostPutsAtOnce()} PUTs and ${mostBytes} bytes of ` +
      `segments held at most (the largest segment has ${largest})`,
  );
  expect(views.recordings()[0]).toMatchObject({ state: "sealed", verifiedCount: SEGMENTS });
  expect(stored).toHaveLength(SEGMENTS);
  expect(stored).toEqual(stored.toSorted());
  expect(api.presigns).toHaveLength(8);
  expect(api.verifies).toHaveLength(8);
  expect(api.seals).toHaveLength(1);
  expect(mostBytes).toBeLessThanOrEqual(4 * largest);
  expect(await fileNames()).toEqual([]);
});
