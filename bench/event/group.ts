// What one event of an upload costs in the tab that uploads, for as long as recordings get.
import { openLongRecording } from "./long-recording.ts";
import { openRecordingBefore } from "./release-before.ts";
import type { Group, Row } from "../row.ts";

const RUNS = 100;
/** Until the compiler has seen all of it often enough. */
const WARM_UP_RUNS = 600;
/** Of the shortest recording, half is still to be sent. */
const MOST_RUNS = 300;
/** An hour of 5 s, a working day of 5 s, and a day. */
const SEGMENT_COUNTS = [720, 5400, 20_000] as const;

export const eventGroup: Group = {
  name: "event",
  measure: async (runs = RUNS) => {
    const rows: Row[] = [];
    await measureEvents(4 * WARM_UP_RUNS, WARM_UP_RUNS, true);
    for (const segmentCount of SEGMENT_COUNTS)
      rows.push(...(await measure(segmentCount, Math.min(runs, MOST_RUNS))));
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
  for (let run = 0; run < runs && before !== undefined; run++) theirs.push(before.progress());
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
  for (let run = 0; run < runs; run++) {
    for (const kind of KINDS) {
      await recording[kind]();
      samples[kind].push(recording.tookMs());
    }
  }
  return samples;
}
