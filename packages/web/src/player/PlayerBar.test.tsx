import { describe, expect, test } from "vitest";
import { renderToString } from "solid-js/web";
import type { ErrorCode } from "@tapedeck/core/error-codes";
import { renderText } from "../testing/render-text.ts";
import { PagePlayer } from "./PagePlayer.tsx";
import { PlayerBar } from "./PlayerBar.tsx";
import type { Playback } from "./player.ts";

/** A player at 12:31 of 58:21. */
function playback(over: Partial<Playback> = {}): Playback {
  const nothing = () => undefined;
  return {
    playing: () => ({
      recordingId: "2026-11-24-15-04-11-000000-KX72QM",
      isPaused: false,
      positionMs: 751_000,
      durationMs: 3_501_000,
    }),
    title: () => "Interview with Grandma, part 2",
    gaps: () => [],
    isPartial: () => false,
    isWaiting: () => false,
    trouble: nothing,
    speed: () => 1.25,
    peaks: nothing,
    positionMs: () => 751_000,
    open: nothing,
    play: nothing,
    toggle: nothing,
    pause: nothing,
    seek: nothing,
    skip: nothing,
    setSpeed: nothing,
    close: nothing,
    ...over,
  };
}

describe("the bar", () => {
  const bar = (over?: Partial<Playback>) =>
    renderText(() => <PlayerBar playback={playback(over)} />);

  test("shows what plays, how far it is, and the speed", () => {
    expect(bar()).toBe("Interview with Grandma, part 2 12:31 of 58:21 1.25×");
  });

  test("shows nothing until a recording plays", () => {
    expect(bar({ playing: () => undefined })).toBe("");
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

describe("the player of a page", () => {
  const page = (over?: Partial<Playback>) =>
    renderToString(() => <PagePlayer playback={playback(over)} />);

  test("tells a screen reader the place in words", () => {
    expect(page()).toContain('aria-valuetext="12 minutes 31 seconds of 58 minutes 21 seconds"');
  });

  test("names what is missing, and where", () => {
    const gaps = () => [
      { startSample: 1872 * 48_000, durationMs: 4012, reason: "interrupted" } as const,
    ];
    expect(page({ gaps })).toContain("4.0 s missing at 31:12");
    expect(page({ gaps })).toContain("The microphone or this device stood still.");
  });
});
