import { describe, expect, test } from "vitest";
import { renderToString } from "solid-js/web";
import { stillPlayback } from "../testing/still-playback.ts";
import { PagePlayer } from "./PagePlayer.tsx";
import type { Playback } from "./player.ts";

describe("the player of a page", () => {
  const page = (over?: Partial<Playback>) =>
    renderToString(() => <PagePlayer playback={stillPlayback(over)} />);

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

  test("shows the first gaps of many, and offers the rest", () => {
    const gaps = () =>
      Array.from({ length: 30 }, (_, n) => {
        return { startSample: n * 480_000, durationMs: 500, reason: "lost" } as const;
      });
    expect(page({ gaps }).match(/missing at/g)).toHaveLength(4);
    expect(page({ gaps })).toContain("Show all 30 gaps");
  });
});
