// Reads a file in blocks, one block ahead of what is asked for, and holds few of them in memory.

/** Two minutes of speech. */
export const BLOCK_BYTES = 1_048_576;
/** One that is used, one that is on its way, and one more where the reader jumps between two places. */
const MOST_BLOCKS = 3;

type Read = (start: number, end: number) => Promise<Uint8Array>;

/** @param read - bytes from `start`, inclusive, to `end`, exclusive; it never fails */
export function createBlockReader(sizeBytes: number, read: Read): Read {
  const blocks = new Map<number, Promise<Uint8Array>>();

  function block(index: number): Promise<Uint8Array> {
    const start = index * BLOCK_BYTES;
    const bytes = blocks.get(index) ?? read(start, Math.min(sizeBytes, start + BLOCK_BYTES));
    // The map is in the order of use.
    blocks.delete(index);
    blocks.set(index, bytes);
    for (const oldest of blocks.keys()) {
      if (blocks.size <= MOST_BLOCKS) break;
      blocks.delete(oldest);
    }
    return bytes;
  }

  return async (start, end) => {
    const bytes = new Uint8Array(end - start);
    const last = Math.floor((end - 1) / BLOCK_BYTES);
    for (let index = Math.floor(start / BLOCK_BYTES); index <= last; index++) {
      const held = await block(index);
      const blockStart = index * BLOCK_BYTES;
      const piece = held.subarray(Math.max(0, start - blockStart), end - blockStart);
      bytes.set(piece, Math.max(0, blockStart - start));
    }
    if ((last + 1) * BLOCK_BYTES < sizeBytes) void block(last + 1);
    return bytes;
  };
}
