// Watches how much more sound this device can take, so that the page can warn before a full disk ends the
// recording.
import type { Timer } from "@tapedeck/core/ports";

/** - `low`: for so many minutes; time to free some space. */
export type Room = { readonly kind: "plenty" } | { readonly kind: "low"; readonly minutes: number };

/** An hour, the length of what people record: less room than that is worth a warning. */
const LOW_MINUTES = 60;

/** Browsers' estimates are coarse and slow to change; asking costs little. */
const LOOK_EVERY_MS = 10_000;

/** The journal takes 8 bytes an entry and repeats pre-rolls: with that, sound is this much larger. */
const JOURNAL_OVERHEAD = 1.2;

export interface StorageEstimate {
  readonly usageBytes: number;
  readonly quotaBytes: number;
}

export interface StorageWatch {
  stop(): void;
}

/** Looks at once, and then every ten seconds. It assumes room where the browser gives no estimate. */
export function watchStorage(options: {
  readonly environment: {
    readonly setTimer: Timer;
    /** `undefined` where the browser does not tell. */
    estimateStorage(): Promise<StorageEstimate | undefined>;
  };
  readonly bitsPerSecond: number;
  readonly onRoom: (room: Room) => void;
}): StorageWatch {
  const { environment, bitsPerSecond, onRoom } = options;
  let isStopped = false;
  let cancel = () => {};

  async function look(): Promise<void> {
    const estimate = await environment.estimateStorage().catch(() => undefined);
    if (isStopped) return;
    onRoom(estimate ? roomOf(estimate, bitsPerSecond) : { kind: "plenty" });
    cancel = environment.setTimer(LOOK_EVERY_MS, () => void look());
  }

  void look();
  return {
    stop: () => {
      isStopped = true;
      cancel();
    },
  };
}

export function roomOf({ usageBytes, quotaBytes }: StorageEstimate, bitsPerSecond: number): Room {
  const bytesPerMinute = (bitsPerSecond / 8) * 60 * JOURNAL_OVERHEAD;
  const minutes = Math.max(0, Math.floor((quotaBytes - usageBytes) / bytesPerMinute));
  return minutes < LOW_MINUTES ? { kind: "low", minutes } : { kind: "plenty" };
}
