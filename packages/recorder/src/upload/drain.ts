// Uploading without a page: leads while no tab of the person is there, until nothing is left to do.
// For the service worker, which browsers wake when the network is back and no tab is open any more.
import type { RecordingId } from "@tapedeck/core/ids";
import type { Environment } from "../environment.ts";
import type { JournalStorage } from "../journal/journal-storage.ts";
import type { RecordingApi } from "../ports.ts";
import { createLeader, uploaderLock, uploadsChannel } from "./leader.ts";
import type { UploadEnvironment } from "./uploader.ts";
import { createViewStore, type ViewStore } from "./view-store.ts";
import type { RecordingView } from "./views.ts";

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
    Pick<Environment, "lock" | "openChannel" | "openStorage">;
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
    if (recordings.length === 0) return "nothing-left";
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
  const views = createViewStore();
  const unread = new Set<RecordingId>();
  let isAllTaken = false;
  const endWhenOver = () => {
    const outcome = isAllTaken ? outcomeOf(views, unread) : undefined;
    if (outcome !== undefined) end(outcome);
  };
  const leader = createLeader({
    ...options,
    listener: {
      onChange: (changed) => {
        views.merge(changed);
        endWhenOver();
      },
      // Nobody is there to be told; in the bucket it lies beside the others.
      onRescued: () => undefined,
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

/**
 * All is sealed, stuck, or cannot be read any further.
 *
 * @returns `undefined` while something is under way, or waits for more than this device's storage
 */
function outcomeOf(
  views: ViewStore,
  unread: ReadonlySet<RecordingId>,
): "nothing-left" | "left" | undefined {
  const over = new Set<RecordingId>(unread);
  let isLeft = unread.size > 0;
  for (const { recordingId, status } of views.segments()) {
    if (status.kind === "verified") continue;
    const isUnreadable = status.kind === "waiting" && status.code === "STORAGE_FAILED";
    if (status.kind !== "stuck" && !isUnreadable) return undefined;
    isLeft ||= isUnreadable;
    over.add(recordingId);
  }
  const isAllOver = views
    .recordings()
    .every(
      ({ recordingId, state }) => state === "sealed" || over.has(recordingId) || isStuck(state),
    );
  if (!isAllOver) return undefined;
  return isLeft ? "left" : "nothing-left";
}

function isStuck(state: RecordingView["state"]): boolean {
  return typeof state !== "string" && state.kind === "stuck";
}
