// Remembers on this device where each person stopped playing each recording.
const KEPT = 200;
/** Who stopped so near the end has heard it all. */
const NEAR_END_MS = 5_000;
/** A crash costs so much of the way. */
const FOLLOW_EVERY_MS = 5_000;

type Positions = Readonly<Record<string, number>>;

export interface RememberedPositions {
  positionMs(recordingId: string): number;
  remember(recordingId: string, positionMs: number, durationMs: number): void;
  /** The same, made to be called often: it stores now and then. */
  follow(recordingId: string, positionMs: number, durationMs: number): void;
}

/** @param owner - the person's `sub` */
export function rememberedPositions(owner: string): RememberedPositions {
  const key = `tapedeck.positions.${owner}`;
  const read = (): Positions => {
    try {
      const stored: unknown = JSON.parse(localStorage.getItem(key) ?? "{}");
      return typeof stored === "object" && stored !== null ? (stored as Positions) : {};
    } catch {
      return {};
    }
  };
  let lastMs = 0;
  const positions: RememberedPositions = {
    positionMs: (recordingId) => {
      const stored: unknown = read()[recordingId];
      return typeof stored === "number" && stored > 0 ? stored : 0;
    },
    remember: (recordingId, positionMs, durationMs) => {
      if (durationMs <= 0) return;
      lastMs = positionMs;
      const { [recordingId]: _old, ...others } = read();
      const isHeard = positionMs <= 0 || positionMs > durationMs - NEAR_END_MS;
      // The newest stands last, so the oldest go first.
      const kept = Object.entries(others).slice(isHeard ? -KEPT : 1 - KEPT);
      const now = isHeard ? kept : [...kept, [recordingId, Math.round(positionMs)] as const];
      try {
        localStorage.setItem(key, JSON.stringify(Object.fromEntries(now)));
      } catch {
        // A private window or a full disk: it starts from the beginning next time.
      }
    },
    follow: (recordingId, positionMs, durationMs) => {
      if (Math.abs(positionMs - lastMs) < FOLLOW_EVERY_MS) return;
      positions.remember(recordingId, positionMs, durationMs);
    },
  };
  return positions;
}
