import { expect, test } from "vitest";
import { BLOCK_BYTES, createBlockReader } from "./block-reader.ts";

const SIZE_BYTES = 5 * BLOCK_BYTES + 100;
const FILE = Uint8Array.from({ length: SIZE_BYTES }, (_, index) => (index * 31) % 251);

function countedFile() {
  const reads: number[] = [];
  const read = createBlockReader(SIZE_BYTES, (start, end) => {
    reads.push(start / BLOCK_BYTES);
    return Promise.resolve(FILE.slice(start, end));
  });
  return { read, reads };
}

test("reads each block of a file once, one ahead, and gives the bytes that are asked for", async () => {
  const { read, reads } = countedFile();
  expect(await read(0, 40)).toEqual(FILE.slice(0, 40));
  expect(reads).toEqual([0, 1]);
  const step = 300_000;
  for (let start = 40; start < SIZE_BYTES; start += step) {
    const end = Math.min(SIZE_BYTES, start + step);
    expect(Buffer.from(await read(start, end)).equals(FILE.subarray(start, end))).toBe(true);
  }
  expect(reads).toEqual([0, 1, 2, 3, 4, 5]);
});

test("gives bytes of several blocks at once", async () => {
  const { read } = countedFile();
  const [start, end] = [BLOCK_BYTES - 7, 3 * BLOCK_BYTES + 9];
  expect(Buffer.from(await read(start, end)).equals(FILE.subarray(start, end))).toBe(true);
});

test("holds no more than three blocks, and keeps the one that is in use", async () => {
  const { read, reads } = countedFile();
  await read(0, 1);
  await read(SIZE_BYTES - 1, SIZE_BYTES);
  await read(1, 2);
  expect(reads).toEqual([0, 1, 5]);
  await read(3 * BLOCK_BYTES, 3 * BLOCK_BYTES + 1);
  await read(SIZE_BYTES - 1, SIZE_BYTES);
  expect(reads).toEqual([0, 1, 5, 3, 4, 5]);
});
