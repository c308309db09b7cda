// A whole file on its way: clusters wait in a temporary file, then one PUT stores them behind their head.
import { createHash } from "node:crypto";
import { open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import type { FileDraft } from "@tapedeck/core/usecase/whole-file-ports";

/** What one PUT needs to know of the file. */
export interface FinishedFile {
  readonly sizeBytes: number;
  /** Base64 of the 32 bytes. */
  readonly sha256: string;
  /** The bytes, from their beginning: each try of the PUT opens its own. */
  open(): Readable;
}

export type PutFile = (
  object: Omit<Parameters<FileDraft["store"]>[0], "head">,
  file: FinishedFile,
) => ReturnType<FileDraft["store"]>;

let draftCount = 0;

/** Lambda gives a function its own `/tmp`, as large as infra/events.ts says. */
export async function openFileDraft(put: PutFile): Promise<FileDraft & AsyncDisposable> {
  draftCount += 1;
  const path = join(tmpdir(), `tapedeck-${process.pid}-${draftCount}.webm`);
  // On a laptop other users can look into this folder.
  const handle = await open(path, "wx+", 0o600);
  let clustersBytes = 0;

  async function* bytesBehind(head: Uint8Array): AsyncGenerator<Uint8Array> {
    yield head;
    const stream = handle.createReadStream({
      start: 0,
      autoClose: false,
      highWaterMark: 256 * 1024,
    });
    for await (const bytes of stream) yield bytes as Buffer;
  }

  return {
    async append(pieces) {
      for (const piece of pieces) {
        await handle.write(piece, 0, piece.length, clustersBytes);
        clustersBytes += piece.length;
      }
    },
    async store({ head, ...object }) {
      const hash = createHash("sha256");
      for await (const bytes of bytesBehind(head)) hash.update(bytes);
      return put(object, {
        sizeBytes: head.length + clustersBytes,
        sha256: hash.digest("base64"),
        open: () => Readable.from(bytesBehind(head), { objectMode: false }),
      });
    },
    async [Symbol.asyncDispose]() {
      await handle.close();
      await rm(path, { force: true });
    },
  };
}
