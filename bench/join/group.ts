// An hour of 5 s segments to one file: core/webm/joiner.ts beside ffmpeg, which copies packets too; and the
// memory of a day, which ffmpeg is not asked for.
import { execFile } from "node:child_process";
import { readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { readSegment } from "@tapedeck/core/webm/segment-reader";
import { CommandError } from "@tapedeck/local/bin/command";
import { bundleProgram } from "../bundle-program.ts";
import type { Group, Measured, Row } from "../row.ts";
import { inTemporaryFolder } from "../temporary-folder.ts";
import { HOUR_PACKETS, writeHour } from "./hour.ts";
import { measureProcess, type ProcessCost } from "./measure-process.ts";

const RUNS = 7;

export const joinGroup: Group = {
  name: "join",
  measure: (runs = RUNS) => inTemporaryFolder((dir) => measure(dir, runs)),
};

async function measure(dir: string, runs: number): Promise<Measured> {
  const version = await ffmpegVersion();
  const segments = join(dir, "segments");
  const files = await writeHour(segments);
  const program = join(dir, "join-files.mjs");
  await bundleProgram(new URL("./join-files.ts", import.meta.url), program);
  const day = join(dir, "join-day.mjs");
  await bundleProgram(new URL("./join-day.ts", import.meta.url), day);
  const list = join(dir, "list.txt");
  await writeFile(list, files.map((file) => `file '${file}'\n`).join(""));

  const ours = join(dir, "ours.webm");
  const theirs = join(dir, "theirs.webm");
  const ourCosts: ProcessCost[] = [];
  const theirCosts: ProcessCost[] = [];
  for (let run = 0; run < runs; run += 1) {
    ourCosts.push(await measureProcess([process.execPath, program, segments, ours]));
    theirCosts.push(await measureProcess([...CONCAT, list, "-c", "copy", "-y", theirs]));
  }
  await refuseIncomplete(ours, theirs);

  const row = (name: string, unit: Row["unit"], of: (cost: ProcessCost) => number) => ({
    name,
    unit,
    samples: ourCosts.map(of),
    peer: { name: "ffmpeg -c copy", samples: theirCosts.map(of) },
  });
  return {
    tools: [version],
    rows: [
      { ...row("join of an hour, CPU", "ms", ({ cpuMs }) => cpuMs), aim: { ratio: 0.6 } },
      {
        ...row("join of an hour, peak memory", "MB", ({ maxRssMB }) => maxRssMB),
        aim: { value: 96 },
      },
      {
        name: "join of a day, peak memory",
        unit: "MB",
        samples: [(await measureProcess([process.execPath, day])).maxRssMB],
        aim: { value: 256 },
      },
    ],
  };
}

const CONCAT = "ffmpeg -hide_banner -nostats -benchmark -f concat -safe 0 -i".split(" ");

/** @throws {CommandError} there is none */
async function ffmpegVersion(): Promise<string> {
  const answer = promisify(execFile)("ffmpeg", ["-version"]).catch((cause: unknown) => {
    throw new CommandError(
      "ffmpeg, its peer, is missing. Debian and Ubuntu: sudo apt-get install ffmpeg. macOS: brew install ffmpeg.",
      { cause },
    );
  });
  return /ffmpeg version \S+/.exec((await answer).stdout)?.[0] ?? "ffmpeg of unknown version";
}

/** Fast because it left something out would be no finding. */
async function refuseIncomplete(ours: string, theirs: string): Promise<void> {
  const { packets } = readSegment(new Uint8Array(await readFile(ours)));
  if (packets.length !== HOUR_PACKETS) {
    throw new Error(`the join has ${packets.length} packets of ${HOUR_PACKETS}`);
  }
  const [ourSize, theirSize] = [(await stat(ours)).size, (await stat(theirs)).size];
  // ffmpeg keeps each segment's pre-roll.
  if (theirSize < ourSize) throw new Error(`ffmpeg wrote ${theirSize} bytes, less than ${ourSize}`);
}
