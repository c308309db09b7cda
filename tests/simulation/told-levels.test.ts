// What the window is told while sound is recorded: few messages, and every level once.
import { expect, test } from "vitest";
import { beginRecording } from "./one-recording.ts";

test("tells the first sound at once, then levels four times a second, each 100 ms once", async () => {
  const recording = await beginRecording();
  // Each 100 ms is louder than the one before; the last sounds are clipped.
  for (let block = 0; block < 110; block++) {
    await recording.hear(480, (index) => (index === 7 ? -Math.floor(block / 10) / 8 : 0));
  }
  const progress = recording.said.filter((message) => message.kind === "progress");
  expect(progress.map(({ sampleCount }) => sampleCount)).toEqual([
    480, 12_480, 24_480, 36_480, 48_480,
  ]);
  expect(progress.map(({ levels }) => levels)).toEqual([
    [],
    [0, 0.125],
    [0.25, 0.375, 0.5],
    [0.625, 0.75],
    [0.875, 1, 1],
  ]);
  await recording.stop();
});
