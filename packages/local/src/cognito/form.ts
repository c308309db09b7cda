// Reads a posted form, as far as a login form can reasonably be long.
import type { IncomingMessage } from "node:http";

/** Two short fields; more is not a login. */
const MAX_FORM_BYTES = 8 * 1024;

/** Nothing when the body is longer than 8 KiB. */
export async function readForm(request: IncomingMessage): Promise<URLSearchParams | undefined> {
  const pieces: Buffer[] = [];
  let sizeBytes = 0;
  for await (const piece of request as AsyncIterable<Buffer>) {
    sizeBytes += piece.length;
    // Read to the end all the same: the connection must stay able to carry the answer.
    if (sizeBytes <= MAX_FORM_BYTES) pieces.push(piece);
  }
  if (sizeBytes > MAX_FORM_BYTES) return undefined;
  return new URLSearchParams(Buffer.concat(pieces).toString("utf8"));
}
