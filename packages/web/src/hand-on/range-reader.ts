// Reads parts of a file in the bucket, and asks the page for a new URL when one fails.
export interface RangeReader {
  useUrl(url: string): void;
  /** Never gives up: the page ends the worker when the person does. */
  read(this: void, start: number, end: number): Promise<Uint8Array>;
}

/** @param onFailure - the number of failures in a row; it answers with `useUrl` once it is worth a try */
export function createRangeReader(onFailure: (failures: number) => void): RangeReader {
  let url = "";
  let renewed = Promise.withResolvers<void>();
  return {
    useUrl: (next) => {
      url = next;
      renewed.resolve();
    },
    read: async (start, end) => {
      for (let failures = 1; ; failures += 1) {
        const bytes = await readOnce(url, start, end);
        if (bytes?.length === end - start) return bytes;
        renewed = Promise.withResolvers();
        onFailure(failures);
        await renewed.promise;
      }
    },
  };
}

/** @returns `undefined` when S3 refuses, or the network is away */
async function readOnce(url: string, start: number, end: number): Promise<Uint8Array | undefined> {
  try {
    const answer = await fetch(url, { headers: { range: `bytes=${start}-${end - 1}` } });
    if (answer.status !== 206) return undefined;
    return new Uint8Array(await answer.arrayBuffer());
  } catch {
    return undefined;
  }
}
