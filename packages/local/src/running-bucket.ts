// Says in the data folder where the bucket of a running stack answers, for commands beside it.
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { replacePrivateJson } from "./cognito/private-file.ts";

const FILE = "running.json";

/** Disposing of it takes the word back. A killed stack leaves it: see {@link runningBucketUrl}. */
export async function announceBucket(dataDir: string, url: string): Promise<AsyncDisposable> {
  const file = join(dataDir, FILE);
  await replacePrivateJson(file, { url });
  return { [Symbol.asyncDispose]: () => rm(file, { force: true }) };
}

/** @returns `undefined` when no server answers there */
export async function runningBucketUrl(dataDir: string): Promise<string | undefined> {
  const text = await readFile(join(dataDir, FILE), "utf8").catch(() => undefined);
  if (text === undefined) return undefined;
  const { url } = JSON.parse(text) as { readonly url: string };
  return fetch(url).then(
    () => url,
    () => undefined,
  );
}
