// How sound that arrives in blocks of 10 ms reaches the encoder and the journal: in few steps, none of them late.
import { expect, test } from "vitest";
import { PACKET_SAMPLES } from "@tapedeck/core/limits";
import { readSegment } from "@tapedeck/core/webm/segment-reader";
import { beginRecording } from "./one-recording.ts";

type Recording = Awaited<ReturnType<typeof beginRecording>>;

const BLOCK_SAMPLES = 480;

/** What libopus looks ahead is in no packet yet. */
const LOOK_AHEAD_SAMPLES = 312;

async function speak(recording: Recording, blocks: number): Promise<void> {
  for (let block = 0; block < blocks; block++) await recording.hear(BLOCK_SAMPLES, () => 0.5);
}

/** Of so many blocks; the first packet is priming. */
async function samplesAtRisk(recording: Recording, blocks: number): Promise<number> {
  const durable = ((await recording.durablePackets()) - 1) * PACKET_SAMPLES;
  return blocks * BLOCK_SAMPLES - durable;
}

test("writes once for 60 ms of sound, and no more than that and the look-ahead is at risk", async () => {
  const recording = await beginRecording();
  const atRisk: number[] = [];
  for (let blocks = 1; blocks <= 590; blocks++) {
    await speak(recording, 1);
    atRisk.push(await samplesAtRisk(recording, blocks));
  }
  expect(Math.max(...atRisk)).toBeLessThanOrEqual(3 * PACKET_SAMPLES + LOOK_AHEAD_SAMPLES);
  // 5.9 s in 98 bursts; where a segment ends within one, there are two writes, and one for the end itself.
  expect(recording.writeCount()).toBeLessThanOrEqual(98 + 2 * 2);
  await recording.stop();
});

test.each<[string, (recording: Recording) => void]>([
  ["a pause", (recording) => recording.encoding.pause()],
  ["a change of the source", (recording) => recording.changeSource()],
])("%s has every whole packet written, without more sound", async (_what, halt) => {
  const recording = await beginRecording();
  // Two bursts and a part of one.
  await speak(recording, 15);
  halt(recording);
  await new Promise(setImmediate);
  expect(await samplesAtRisk(recording, 15)).toBeLessThan(PACKET_SAMPLES + LOOK_AHEAD_SAMPLES);
  await recording.stop();
});

test.each([
  [1, 1],
  [7, 6],
  [13, 101],
])("a pause after %d blocks and before %d loses none", async (before, after) => {
  const recording = await beginRecording();
  await speak(recording, before);
  recording.encoding.pause();
  expect(recording.said.at(-1)).toEqual({ kind: "paused", atSample: before * BLOCK_SAMPLES });
  await speak(recording, 5);
  recording.encoding.resume();
  await speak(recording, after);
  const samples = (await recording.stop()).map((file) => readSegment(file).sampleCount);
  expect(samples).toEqual([(before + after) * BLOCK_SAMPLES]);
});

test("packets of a browser that keeps some back are written with the next block, also during a pause", async () => {
  const recording = await beginRecording({ keptBackFrames: 2 * PACKET_SAMPLES });
  // The first burst gives one packet of three.
  await speak(recording, 5);
  expect(await recording.durablePackets()).toBe(0);
  await speak(recording, 1);
  expect(await recording.durablePackets()).toBe(1);
  await speak(recording, 2);
  recording.encoding.pause();
  await new Promise(setImmediate);
  await speak(recording, 1);
  expect(await recording.durablePackets()).toBe(2);
  await recording.stop();
});
