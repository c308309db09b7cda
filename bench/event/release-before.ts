// The view of release 0.2, as it is in this repository's history: it made its lists anew at each change.
import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { inTemporaryFolder } from "../temporary-folder.ts";

const SOURCE = "61d016d:packages/recorder/src/upload/view-store.ts";

interface ViewBefore {
  merge(views: {
    readonly recordings: readonly object[];
    readonly segments: readonly object[];
  }): void;
  recordings(): unknown;
  segments(): unknown;
  safety(storageLasts: boolean): unknown;
}

/** @returns `undefined` where the history is not there, as in a shallow clone */
export async function openRecordingBefore(
  segmentCount: number,
): Promise<{ progress(): number } | undefined> {
  const view = await loadView();
  if (view === undefined) return undefined;
  const recordingId = "recording";
  const segment = (sequence: number, life: object) => ({
    recordingId,
    sequence,
    startSample: sequence * 240_000,
    sampleCount: 240_000,
    sizeBytes: 40_000,
    life,
  });
  view.merge({
    recordings: [{ recordingId, storage: "opfs", state: "ended", missingMs: 0 }],
    segments: Array.from({ length: segmentCount }, (_, sequence) => {
      const kind = sequence < segmentCount / 2 ? "verified" : "journaled";
      return segment(sequence, { kind, failedAttempts: 0 });
    }),
  });
  let sentBytes = 0;
  return {
    progress: () => {
      sentBytes += 1;
      const start = performance.now();
      const life = { kind: "uploading", sentBytes, failedAttempts: 0 };
      view.merge({ recordings: [], segments: [segment(segmentCount - 1, life)] });
      view.recordings();
      view.segments();
      view.safety(true);
      return performance.now() - start;
    },
  };
}

async function loadView(): Promise<ViewBefore | undefined> {
  const root = fileURLToPath(new URL("../..", import.meta.url));
  const source = await promisify(execFile)("git", ["show", SOURCE], { cwd: root }).catch(
    () => undefined,
  );
  if (source === undefined) return undefined;
  return inTemporaryFolder(async (dir) => {
    const file = join(dir, "view-store.ts");
    await writeFile(file, source.stdout);
    const { createViewStore } = (await import(pathToFileURL(file).href)) as {
      readonly createViewStore: () => ViewBefore;
    };
    return createViewStore();
  });
}
