// Reads a posted form of at most the length of a login form.
import type { IncomingMessage } from "node:http";

/** A login has two short fields. */
const MAX_FORM_BYTES = 8 * 1024;

/** @returns `undefined` when the body is longer than 8 KiB */
export async function readForm(request: IncomingMessage): Promise<URLSearchParams | undefined> {
  const pieces: Buffer[] = [];
  let sizeBytes = 0;
  for await (const piece of request as AsyncIterable<Buffer>) {
    sizeBytes += piece.length;
    // The rest is still read, so that the connection can carry the answer.
    if (sizeBytes <= MAX_FORM_BYTES) pieces.push(piece);
  }
  if (sizeBytes > MAX_FORM_BYTES) return undefined;
  return new URLSearchParams(Buffer.concat(pieces).toString("utf8"));
}
