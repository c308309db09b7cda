import { describe, expect, test, vi } from "vitest";
import { PLAYED_ID, stillPlayback } from "../testing/still-playback.ts";
import { createPagePlayback } from "./page-playback.ts";
import type { Playback, SoundOfPage } from "./player.ts";

const OTHER_ID = "2026-11-24-09-00-00-000000-ABCDEF";

const sound =
  (over: Partial<SoundOfPage> = {}) =>
  (): SoundOfPage => ({
    recordingId: OTHER_ID,
    startMs: 12_000,
    durationMs: 60_000,
    gaps: undefined,
    isGrowing: false,
    isRemoved: () => false,
    ...over,
  });

describe("while another recording plays", () => {
  test("stands still at the place that the address names", () => {
    const playback = stillPlayback({ trouble: () => "OFFLINE", isPartial: () => true });
    const page = createPagePlayback(playback, sound());
    expect(page.playing()).toEqual({
      recordingId: OTHER_ID,
      isPaused: true,
      positionMs: 12_000,
      durationMs: 60_000,
    });
    expect(page.trouble()).toBeUndefined();
    expect(page.isPartial()).toBe(false);
  });

  test("starts where this device stopped playing it, without an address", () => {
    const playback = stillPlayback({ rememberedMs: (id) => (id === OTHER_ID ? 31_000 : 0) });
    expect(createPagePlayback(playback, sound({ startMs: undefined })).positionMs()).toBe(31_000);
  });

  test("moves its own place, not the sound of the other", () => {
    const [seek, skip] = [vi.fn<Playback["seek"]>(), vi.fn<Playback["skip"]>()];
    const play = vi.fn<Playback["play"]>();
    const page = createPagePlayback(stillPlayback({ seek, skip, play }), sound());
    page.skip(15_000);
    page.skip(90_000);
    expect(page.positionMs()).toBe(60_000);
    page.seek(-1);
    page.skip(20_000);
    page.toggle();
    expect(play).toHaveBeenCalledExactlyOnceWith(OTHER_ID, 20_000);
    expect(seek).not.toHaveBeenCalled();
    expect(skip).not.toHaveBeenCalled();
  });
});

describe("once its recording is in the player", () => {
  test("shows and moves the player", () => {
    const [seek, toggle] = [vi.fn<Playback["seek"]>(), vi.fn<Playback["toggle"]>()];
    const page = createPagePlayback(
      stillPlayback({ seek, toggle }),
      sound({ recordingId: PLAYED_ID }),
    );
    expect(page.playing()?.positionMs).toBe(751_000);
    page.skip(15_000);
    expect(seek).toHaveBeenCalledExactlyOnceWith(766_000);
    page.toggle();
    expect(toggle).toHaveBeenCalledOnce();
  });

  test("shows the length that the page knows until the player knows it", () => {
    const playing = () => ({
      recordingId: PLAYED_ID,
      isPaused: true,
      positionMs: 0,
      durationMs: 0,
    });
    const page = createPagePlayback(stillPlayback({ playing }), sound({ recordingId: PLAYED_ID }));
    expect(page.playing()?.durationMs).toBe(60_000);
  });

  test("shows the gaps that the bucket tells, because a device's file tells none", () => {
    const gap = { startSample: 48_000, durationMs: 4000, reason: "interrupted" } as const;
    const page = createPagePlayback(
      stillPlayback(),
      sound({ recordingId: PLAYED_ID, gaps: [gap] }),
    );
    expect(page.gaps()).toEqual([gap]);
  });
});
