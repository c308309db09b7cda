// Uploading without a page: leads while no tab of the person is there, until nothing is left to do.
// For the service worker, which browsers wake when the network is back and no tab is open any more.
import type { RecordingId } from "@tapedeck/core/ids";
import { outlookOf } from "@tapedeck/core/upload/outlook";
import type { Environment } from "../environment.ts";
import type { JournalStorage } from "../journal/journal-storage.ts";
import type { RecordingApi } from "../ports.ts";
import { createLeader, type Leader } from "./leader.ts";
import { uploaderLock, uploadsChannel } from "./shared-names.ts";
import type { UploadEnvironment } from "./uploader.ts";

/**
 * - `nothing-left`: all is in the bucket, or only a person can free it.
 * - `yielded`: a tab was opened, and goes on; or the caller has ended it.
 * - `left`: the time is over, or a recording cannot be read just now; to be tried again later.
 */
export type DrainOutcome = "nothing-left" | "yielded" | "left";

/**
 * Waits for its turn while a tab leads: one that is being closed still does. Resolves when nothing
 * is being written on the device any more.
 *
 * @param options.limitMs - longest time for all of it, the waiting included
 * @throws {AppError} STORAGE_FAILED
 */
export async function drainUploads(options: {
  readonly owner: string;
  readonly api: RecordingApi;
  readonly environment: UploadEnvironment &
    Pick<Environment, "lock" | "openChannel" | "openStorage" | "loadRecovery">;
  readonly limitMs: number;
  /** Ends it where it is. */
  readonly signal: AbortSignal;
}): Promise<DrainOutcome> {
  const { owner, environment } = options;
  const outcome = Promise.withResolvers<DrainOutcome>();
  const ended = new AbortController();
  const end = (how: DrainOutcome) => {
    outcome.resolve(how);
    ended.abort();
  };
  const stop = () => end("yielded");
  options.signal.addEventListener("abort", stop);
  if (options.signal.aborted) stop();
  const cancelLimit = environment.setTimer(options.limitMs, () => end("left"));
  // Before anything is locked: a tab that is opened from now on does not wait for us.
  const channel = environment.openChannel(uploadsChannel(owner), ({ kind }) => {
    if (kind === "opened") end("yielded");
  });
  try {
    const storage = await environment.openStorage(() => end("left"));
    const recordings = await storage.records.recordings(owner);
    // What it has sealed before stays, until a page has shown it.
    if (recordings.every(({ state }) => state === "sealed")) return "nothing-left";
    const release = await environment
      .lock(uploaderLock(owner), ended.signal)
      .catch((thrown: unknown) => {
        if (!ended.signal.aborted) throw thrown;
      });
    if (release === undefined) return await outcome.promise;
    try {
      if (!ended.signal.aborted) await lead({ ...options, storage, end, until: outcome.promise });
      return await outcome.promise;
    } finally {
      release();
    }
  } finally {
    options.signal.removeEventListener("abort", stop);
    cancelLimit();
    channel.close();
  }
}

async function lead(
  options: Parameters<typeof drainUploads>[0] & {
    readonly storage: JournalStorage;
    readonly end: (how: DrainOutcome) => void;
    readonly until: Promise<DrainOutcome>;
  },
): Promise<void> {
  const { end, until } = options;
  const unread = new Set<RecordingId>();
  let isAllTaken = false;
  const endWhenOver = () => {
    const outlook = isAllTaken ? outlookOf(leader.uploader.state(), unread) : "under-way";
    if (outlook !== "under-way") end(outlook === "device" ? "left" : "nothing-left");
  };
  const leader: Leader = createLeader({
    ...options,
    // No page is there to show what is sealed: the next one does.
    afterSeal: "leave-word",
    listener: {
      onStep: endWhenOver,
      onFailure: (recordingId) => {
        unread.add(recordingId);
        endWhenOver();
      },
    },
  });
  try {
    const taken = leader.takeStored().then(() => {
      isAllTaken = true;
      endWhenOver();
    });
    await Promise.race([until, taken]);
    await until;
  } finally {
    await leader.dispose();
  }
}
