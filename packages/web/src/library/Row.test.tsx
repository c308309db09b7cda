import { beforeEach, expect, test, vi } from "vitest";
import { renderToString } from "solid-js/web";
import { renderText } from "../testing/render-text.ts";
import type { LibraryRow } from "./library-rows.ts";
import { Row, type RowPlayer } from "./Row.tsx";
import type { RowState } from "./row-state.ts";

const row: LibraryRow = {
  id: "2026-06-01-09-12-03-000000-000000",
  startedAtMs: new Date(2026, 5, 1, 9, 12, 3).getTime(),
  day: "2026-06-01",
  name: "Interview with Grandma",
  isNamed: true,
};
const player: RowPlayer = {
  play: () => undefined,
  pause: () => undefined,
  playing: () => undefined,
};

interface Shown {
  readonly state?: RowState;
  readonly isInBucket?: boolean;
  readonly row?: Partial<LibraryRow>;
  readonly query?: string;
  readonly player?: RowPlayer;
}

const component = ({ state = { kind: "safe" }, isInBucket = true, ...shown }: Shown) => {
  return (
    <Row
      row={{ ...row, ...shown.row }}
      library={{
        state: () => state,
        isInBucket: () => isInBucket,
        lengthMs: () => 5_528_000,
      }}
      player={shown.player ?? player}
      actions={{
        open: () => undefined,
        startRename: () => undefined,
        rename: () => undefined,
        openMenu: () => undefined,
      }}
      query={shown.query ?? ""}
      isRenaming={false}
      isTabStop={true}
    />
  );
};
const text = (shown: Shown = {}) => renderText(() => component(shown));
const html = (shown: Shown = {}) => renderToString(() => component(shown));

beforeEach(() => {
  vi.useFakeTimers({ now: new Date(2026, 5, 2, 12) });
  return () => vi.useRealTimers();
});

test("says name, time, length and that it is in the bucket, with no word for one that is safe", () => {
  expect(text()).toMatch(/^Interview with Grandma\s?9:12 · ?1 h 32 min In your bucket 1:32:08$/);
});

test("says its state in one word, and no tick, while it is on its way", () => {
  const shown = text({
    state: { kind: "uploading", sentCount: 6, allCount: 8 },
    isInBucket: false,
  });
  expect(shown).toContain("Uploading 6 of 8");
  expect(shown).not.toContain("In your bucket");
});

test("draws how much of it is in the bucket as a ring, while it is on its way", () => {
  const state: RowState = { kind: "uploading", sentCount: 6, allCount: 8 };
  expect(html({ state, isInBucket: false })).toContain('stroke-dasharray="75 100"');
  expect(html({})).not.toContain("stroke-dasharray");
});

test("a damaged recording has no tick", () => {
  const shown = text({ state: { kind: "damaged" } });
  expect(shown).toContain("Damaged in your bucket");
  expect(shown.match(/In your bucket/g)).toBeNull();
});

test("names link and buttons with date, time and seconds, so that no two rows sound alike", () => {
  const labels = [...html().matchAll(/aria-label="([^"]*)"/g)].map(([, label]) => label);
  expect(labels).toEqual([
    "Play Interview with Grandma, 1 June 2026, 9:12:03",
    "Interview with Grandma, 1 June 2026, 9:12:03, 1 hour 32 minutes 8 seconds",
    "More for Interview with Grandma, 1 June 2026, 9:12:03",
  ]);
});

test("offers no sound of a recording that another device still sends", () => {
  const button = (shown: Shown) => /<button[^>]*class="round"[^>]*>/.exec(html(shown))?.[0];
  expect(button({ state: { kind: "elsewhere" } })).toContain("disabled");
  expect(button({})).not.toContain("disabled");
});

test("marks what the search found, and says the day", () => {
  const shown = html({ query: "grandma" });
  expect(shown).toContain("<mark>Grandma</mark>");
  expect(text({ query: "grandma" })).toContain("Yesterday, 9:12");
});

test("offers Pause on the row that plays", () => {
  const playing = { ...player, playing: () => ({ recordingId: row.id, isPaused: false }) };
  expect(html({ player: playing })).toContain('aria-label="Pause Interview with Grandma');
});

test("isolates a name that turns the direction of writing, and escapes markup", () => {
  const shown = html({ row: { name: "\u202E<script>" } });
  expect(shown).toMatch(/<bdi[^>]*>(?:<!--[^>]*-->)*\u202E&lt;script>/);
});
