// The speeds of the player.

/** By hold or by ArrowDown: all of them. */
export const SPEEDS: readonly number[] = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 2, 2.5, 3];

/** By a press, in turn. */
const PRESSED: readonly number[] = [1, 1.25, 1.5, 2];

export function nextPressedSpeed(speed: number): number {
  return PRESSED.find((each) => each > speed) ?? 1;
}
