// The commands of docs/files.md, run as they stand there, on a recording of real sound.
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { packetsOf } from "../fixtures/packets-of.ts";
import { findTools } from "./programs.ts";
import {
  PREROLL_SAMPLES,
  SEGMENT_SAMPLES,
  WHOLE_SAMPLES,
  writeSpokenRecording,
} from "./spoken-recording.ts";

const run = promisify(execFile);
const page = await readFile(new URL("../../docs/files.md", import.meta.url), "utf8");
const MODULES = fileURLToPath(new URL("../../node_modules", import.meta.url));

let dir: string;
let tools: Awaited<ReturnType<typeof findTools>>;
beforeAll(async () => {
  tools = await findTools();
  dir = await mkdtemp(join(tmpdir(), "tapedeck-files-"));
  await writeSpokenRecording(tools.ffmpeg, dir);
});
afterAll(() => rm(dir, { recursive: true, force: true }));

let blocksRun = 0;

/** Runs the one block of the page that holds the text. */
async function runBlock(text: string): Promise<string> {
  const found = [...page.matchAll(/```(sh|py|ts)\n(.+?)```/gs)].filter(([, , code = ""]) =>
    code.includes(text),
  );
  const [, language, code = ""] = found[0] ?? [];
  if (found.length !== 1) throw new Error(`${found.length} blocks of docs/files.md hold ${text}`);
  blocksRun++;
  if (language === "sh") return (await run("sh", ["-e", "-c", code], { cwd: dir })).stdout;
  if (language === "py") return (await run(tools.python, ["-c", code], { cwd: dir })).stdout;
  await symlink(MODULES, join(dir, "node_modules"));
  await writeFile(join(dir, "block.mts"), code);
  // CI asks for colours, with which Node would print a number.
  const env = { ...process.env, FORCE_COLOR: "0" };
  return (await run(process.execPath, ["block.mts"], { cwd: dir, env })).stdout;
}

async function samplesIn(name: string): Promise<number> {
  const toPcm = ["-v", "quiet", "-i", name, "-f", "s16le", "-"];
  const options = { cwd: dir, encoding: "buffer", maxBuffer: 64 * 1024 * 1024 } as const;
  return (await run(tools.ffmpeg, toPcm, options)).stdout.length / 2;
}

const packetsIn = async (name: string) =>
  (await packetsOf(await readFile(join(dir, name)))).map((packet) =>
    Buffer.from(packet).toString("base64"),
  );

test("ffmpeg tells the length of the whole file, and seeks in it", async () => {
  expect(await runBlock("ffprobe")).toBe("6.000000\n");
  expect(await samplesIn("ID.webm")).toBe(WHOLE_SAMPLES);
  expect(await samplesIn("part.wav")).toBe(48_000);
});

test("mkvmerge reads the whole file, and takes two seconds out of it", async () => {
  expect(await runBlock("--identify")).toContain("audio (Opus)");
  expect(Math.abs((await samplesIn("part.mka")) - 96_000)).toBeLessThanOrEqual(2 * 960);
});

test("mkvextract gives the peaks of all segments, in order", async () => {
  const [, peaks] = /TAPEDECK_PEAKS.*?hex">([0-9a-f]+)</s.exec(await runBlock("mkvextract")) ?? [];
  expect(peaks).toBe(["c8", "c9", "ca"].map((peak) => peak.repeat(20)).join(""));
});

test("PyAV tells the length of the whole file, and seeks in it", async () => {
  const [seconds, samples] = (await runBlock("import av")).trim().split("\n").map(Number);
  expect(seconds).toBe(6);
  expect(Math.abs((samples ?? 0) - 3 * 48_000)).toBeLessThanOrEqual(48_000);
});

test("mediabunny tells the length of the whole file, and seeks in it", async () => {
  const [seconds, timestamp] = (await runBlock("mediabunny")).trim().split("\n").map(Number);
  expect(seconds).toBeCloseTo(6, 1);
  expect(Math.abs((timestamp ?? 0) - 3)).toBeLessThanOrEqual(0.04);
});

test("a segment decodes to its own samples", async () => {
  await runBlock("segment.wav");
  expect(await samplesIn("segment.wav")).toBe(SEGMENT_SAMPLES);
});

test("the concat demuxer doubles 100 ms a joint, and not with inpoint 0", async () => {
  await runBlock("trap.txt");
  expect(await samplesIn("trap.webm")).toBe(WHOLE_SAMPLES + 2 * PREROLL_SAMPLES);
  await runBlock("list.txt");
  expect(await packetsIn("joined.webm")).toEqual(await packetsIn("ID.webm"));
  expect(await samplesIn("joined.webm")).toBe(WHOLE_SAMPLES);
});

test("mkvmerge appends segments without their beginnings to the packets of the whole file", async () => {
  await runBlock("appended.webm");
  expect(await packetsIn("appended.webm")).toEqual(await packetsIn("ID.webm"));
});

test("the concat filter joins to the samples of the whole file", async () => {
  await runBlock("concat=n=3");
  expect(await samplesIn("joined.wav")).toBe(WHOLE_SAMPLES);
});

test("every block of the page was run", () => {
  expect(blocksRun).toBe([...page.matchAll(/```\w+\n/g)].length);
});
