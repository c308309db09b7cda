import { describe, expect, test } from "vitest";
import type { ErrorCode } from "@tapedeck/core/error-codes";
import { renderText } from "../testing/render-text.ts";
import { PLAYED_ID, stillPlayback } from "../testing/still-playback.ts";
import { PlayerBar } from "./PlayerBar.tsx";
import type { Playback, Playing } from "./player.ts";

describe("the bar", () => {
  const bar = (over?: Partial<Playback>, pageId?: string) =>
    renderText(() => (
      <PlayerBar playback={stillPlayback(over)} pageId={pageId} onOpenPage={() => undefined} />
    ));

  test("shows what plays, how far it is, and the speed", () => {
    expect(bar()).toBe("Interview with Grandma, part 2 12:31 of 58:21 1.25×");
  });

  test("shows nothing until a recording plays", () => {
    expect(bar({ playing: () => undefined })).toBe("");
  });

  test("shows nothing while the recording's own page shows its player", () => {
    expect(bar({}, PLAYED_ID)).toBe("");
    expect(bar({}, "2026-11-24-09-00-00-000000-ABCDEF")).toContain("12:31 of 58:21");
  });

  test("says nothing of the network while it is paused", () => {
    const paused = { ...stillPlayback().playing(), isPaused: true } as Playing;
    expect(bar({ playing: () => paused, trouble: () => "OFFLINE" })).not.toContain("network");
  });

  test.each<[ErrorCode, string]>([
    ["OFFLINE", "The sound goes on once the network is back."],
    ["GRANT_EXPIRED", "The sound goes on once the network is back."],
    ["RECORDING_INCOMPLETE", "It plays once all of it is in your bucket."],
    ["RECORDING_DELETED", "This recording was deleted from your bucket."],
  ])("says at %s why there is no sound", (code, words) => {
    expect(bar({ trouble: () => code })).toContain(words);
  });

  test("says that the rest is on its way while this device holds only a part", () => {
    expect(bar({ isPartial: () => true })).toContain("Here is what this device holds");
  });
});
