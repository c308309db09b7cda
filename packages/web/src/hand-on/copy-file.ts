// The file itself, for what takes no URL.

/** So often a person sees how far it is. */
const PIECE_BYTES = 1_048_576;

/**
 * @param read - bytes from `start`, inclusive, to `end`, exclusive
 * @param onProgress - 0 to 1
 */
export async function copyFile(
  sizeBytes: number,
  read: (start: number, end: number) => Promise<Uint8Array<ArrayBuffer>>,
  onProgress: (share: number) => void,
): Promise<readonly Blob[]> {
  const pieces: Blob[] = [];
  for (let start = 0; start < sizeBytes; start += PIECE_BYTES) {
    // A browser keeps what is in blobs on its disk, where memory is short.
    pieces.push(new Blob([await read(start, Math.min(sizeBytes, start + PIECE_BYTES))]));
    onProgress(start / sizeBytes);
  }
  return [new Blob(pieces, { type: "audio/webm" })];
}
