// What one event of an upload costs in the tab that uploads, for as long as recordings get.
import { openLongRecording } from "./long-recording.ts";
import { openRecordingBefore } from "./release-before.ts";
import type { Group, Row } from "../row.ts";

const RUNS = 60;
/** Before the compiler has seen it often enough. */
const WARM_UP_RUNS = 30;
/** An hour of 5 s, a working day of 5 s, and a day. */
const SEGMENT_COUNTS = [720, 5400, 20_000] as const;

export const eventGroup: Group = {
  name: "event",
  measure: async (runs = RUNS) => {
    const rows: Row[] = [];
    for (const segmentCount of SEGMENT_COUNTS) rows.push(...(await measure(segmentCount, runs)));
    return { rows };
  },
};

const KINDS = ["progress", "endPut", "verify"] as const;
type Samples = Readonly<Record<(typeof KINDS)[number], number[]>>;

/** One after the other, not in turn: one would clear up what another has left in memory. */
async function measure(segmentCount: number, runs: number): Promise<readonly Row[]> {
  const ours = await measureEvents(segmentCount, runs, false);
  const { verify: listed } = await measureEvents(segmentCount, runs, true);
  const before = await openRecordingBefore(segmentCount);
  const theirs: number[] = [];
  for (let run = -WARM_UP_RUNS; run < runs; run++) {
    const tookMs = before?.progress();
    if (run >= 0 && tookMs !== undefined) theirs.push(tookMs);
  }
  const peer =
    theirs.length === 0
      ? {}
      : { peer: { name: "release before, its view alone", samples: theirs } };
  const row = (what: string, samples: readonly number[]): Row => ({
    name: `${what}, ${segmentCount} segments`,
    unit: "ms",
    samples,
    ...peer,
  });
  return [
    { ...row("progress of a PUT", ours.progress), aim: { value: 0.2 } },
    { ...row("a PUT ends", ours.endPut), aim: { value: 0.2 } },
    { ...row("a verdict", ours.verify), aim: { value: 0.2 } },
    row("a verdict, and the page lists all", listed),
  ];
}

async function measureEvents(
  segmentCount: number,
  runs: number,
  isListShown: boolean,
): Promise<Samples> {
  const recording = await openLongRecording(segmentCount, { isListShown });
  const samples: Samples = { progress: [], endPut: [], verify: [] };
  for (let run = -WARM_UP_RUNS; run < runs; run++) {
    for (const kind of KINDS) {
      await recording[kind]();
      if (run >= 0) samples[kind].push(recording.tookMs());
    }
  }
  return samples;
}
