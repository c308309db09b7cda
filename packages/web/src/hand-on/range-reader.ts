// Reads parts of a file in the bucket. After trouble it goes on where it was, with a new URL.
export interface RangeReader {
  useUrl(url: string): void;
  /** Never gives up: the page ends the worker when the person does. */
  read(this: void, start: number, end: number): Promise<Uint8Array<ArrayBuffer>>;
}

export interface RangeReaderPorts {
  /**
   * S3 refuses, or gives nothing. Answer with `useUrl` once it is worth another try.
   *
   * @param failures - in a row, of all reads together
   */
  readonly onFailure: (failures: number) => void;
  /** Bytes come again. */
  readonly onRecovery: () => void;
  /** Default 20 s: a browser holds a dead connection for minutes. */
  readonly stallMs?: number;
}

export function createRangeReader(ports: RangeReaderPorts): RangeReader {
  const { onFailure, onRecovery, stallMs = 20_000 } = ports;
  let url = "";
  let failures = 0;
  let renewal: PromiseWithResolvers<void> | undefined;

  /** Reads that fail together wait for one new URL. */
  function renewed(): Promise<void> {
    if (renewal === undefined) {
      renewal = Promise.withResolvers();
      failures += 1;
      onFailure(failures);
    }
    return renewal.promise;
  }

  function recover(): void {
    if (failures === 0) return;
    failures = 0;
    onRecovery();
  }

  return {
    useUrl: (next) => {
      url = next;
      renewal?.resolve();
      renewal = undefined;
    },
    read: async (start, end) => {
      const bytes = new Uint8Array(end - start);
      let length = 0;
      while (length < bytes.length) {
        try {
          for await (const piece of readPieces(url, start + length, end, stallMs)) {
            bytes.set(piece, length);
            length += piece.length;
            recover();
          }
          if (length < bytes.length) throw new Error("S3 gave less than was asked for.");
        } catch {
          await renewed();
        }
      }
      return bytes;
    },
  };
}

async function* readPieces(
  url: string,
  start: number,
  end: number,
  stallMs: number,
): AsyncGenerator<Uint8Array> {
  const controller = new AbortController();
  const { signal } = controller;
  let timer = setTimeout(() => controller.abort(), stallMs);
  try {
    const answer = await fetch(url, { headers: { range: `bytes=${start}-${end - 1}` }, signal });
    if (answer.status !== 206) throw new Error(`S3 answered ${answer.status}.`);
    const reader = answer.body?.getReader();
    for (let piece = await reader?.read(); piece?.value; piece = await reader?.read()) {
      clearTimeout(timer);
      timer = setTimeout(() => controller.abort(), stallMs);
      yield piece.value;
    }
  } finally {
    clearTimeout(timer);
    // Ends an answer whose rest is of no use.
    controller.abort();
  }
}
