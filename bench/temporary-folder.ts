import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The folder is gone when the work has ended, however it ended. */
export async function inTemporaryFolder<Result>(
  work: (dir: string) => Promise<Result>,
): Promise<Result> {
  const dir = await mkdtemp(join(tmpdir(), "tapedeck-bench-"));
  try {
    return await work(dir);
  } finally {
    // A browser that was killed may still be writing into its profile.
    await rm(dir, { recursive: true, force: true, maxRetries: 5 });
  }
}
