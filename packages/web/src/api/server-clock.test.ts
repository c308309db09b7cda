import { expect, test } from "vitest";
import type { ServerTime } from "@tapedeck/core/upload/unsure-gaps";
import { createServerClock } from "./server-clock.ts";

const SERVER_TIME = "Thu, 26 Nov 2026 10:00:00 GMT";

/** Fetches one answer while it listens, and one after. @returns the server times that the listener got */
async function listenTo(answer: {
  readonly date?: string;
  readonly tookMs: number;
  /** By the monotonic clock. */
  readonly monotonicMs?: number;
}) {
  let nowMs = Date.parse(SERVER_TIME) - 60_000;
  let monotonicMs = 0;
  const clock = createServerClock({
    nowMs: () => nowMs,
    monotonicMs: () => monotonicMs,
    fetch: async () => {
      nowMs += answer.tookMs;
      monotonicMs += answer.monotonicMs ?? answer.tookMs;
      const headers = answer.date === undefined ? {} : { date: answer.date };
      return new Response("{}", { headers });
    },
  });
  const times: ServerTime[] = [];
  const stop = clock.listen((time) => times.push(time));
  await clock.fetch("/trpc/session.me");
  stop();
  await clock.fetch("/trpc/session.me");
  return times;
}

test("learns the offset to the server's time from an answer, to about a second", async () => {
  expect(await listenTo({ date: SERVER_TIME, tookMs: 400 })).toEqual([
    { offsetMs: 60_000 + 500 - 200, errorMs: 700, toldAtMs: Date.parse(SERVER_TIME) - 59_600 },
  ]);
});

test("tells a late listener the time of the last answer", async () => {
  const fetchNow = async () => new Response("{}", { headers: { date: SERVER_TIME } });
  const clock = createServerClock({
    nowMs: () => Date.parse(SERVER_TIME),
    monotonicMs: () => 0,
    fetch: fetchNow,
  });
  const times: ServerTime[] = [];
  clock.listen((time) => times.push(time));
  expect(times).toEqual([]);
  await clock.fetch("/trpc/session.me");
  clock.listen((time) => times.push(time));
  expect(times).toHaveLength(2);
});

test.each([
  {
    why: "came after the clock was set back",
    answer: { date: SERVER_TIME, tookMs: -60_000, monotonicMs: 400 },
  },
  {
    why: "came after a sleep",
    answer: { date: SERVER_TIME, tookMs: 7_200_000, monotonicMs: 400 },
  },
  { why: "has no date", answer: { tookMs: 10 } },
  { why: "has an invalid date", answer: { date: "soon", tookMs: 10 } },
])("ignores an answer that $why", async ({ answer }) => {
  expect(await listenTo(answer)).toEqual([]);
});
