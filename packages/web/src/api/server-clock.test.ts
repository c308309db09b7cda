import { expect, test } from "vitest";
import type { ServerTime } from "@tapedeck/recorder/unsure-gaps";
import { createServerClock } from "./server-clock.ts";

const SERVER_TIME = "Thu, 26 Nov 2026 10:00:00 GMT";

/** One answer, and what was heard of the server's time. */
async function told(answer: {
  readonly date?: string;
  readonly tookMs: number;
  /** Of a clock that is never set. */
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

test("an answer tells how far this device is from the server's time, to about a second", async () => {
  expect(await told({ date: SERVER_TIME, tookMs: 400 })).toEqual([
    { offsetMs: 60_000 + 500 - 200, errorMs: 700, toldAtMs: Date.parse(SERVER_TIME) - 59_600 },
  ]);
});

test("who listens later hears the last answer", async () => {
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
  { why: "shows no date", answer: { tookMs: 10 } },
  { why: "shows one that is none", answer: { date: "soon", tookMs: 10 } },
])("an answer that $why tells nothing", async ({ answer }) => {
  expect(await told(answer)).toEqual([]);
});
