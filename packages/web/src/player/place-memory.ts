// Remembers how far a person has come in the recording that is open. A look at its page is no place to go on
// from: what a link opened would replace the place where they stopped.
import type { Playing } from "./player.ts";
import type { RememberedPositions } from "./positions.ts";

export interface PlaceMemory {
  /** Another recording was opened. It has not been played yet. */
  readonly opened: () => void;
  /** A person has heard some of it, or chosen a place. */
  readonly used: () => void;
  readonly remember: () => void;
  /** The same, made to be called often: it stores now and then. */
  readonly follow: () => void;
}

/** @param playing - where the open recording stands; nothing if none is open */
export function createPlaceMemory(
  positions: Pick<RememberedPositions, "remember" | "follow">,
  playing: () => Pick<Playing, "recordingId" | "positionMs" | "durationMs"> | undefined,
): PlaceMemory {
  let isUsed = false;
  const store = (how: "remember" | "follow") => {
    const now = isUsed ? playing() : undefined;
    if (now) positions[how](now.recordingId, now.positionMs, now.durationMs);
  };
  return {
    opened: () => {
      isUsed = false;
    },
    used: () => {
      isUsed = true;
    },
    remember: () => store("remember"),
    follow: () => store("follow"),
  };
}
