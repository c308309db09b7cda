// A story in steps, of which each needs the one before it.
import { test } from "vitest";

export type Step = (name: string, run: () => Promise<void>) => void;

/** @returns what tells one step. It skips the rest of the story after a step that failed. */
export function tellInSteps(timeoutMs: number): Step {
  let isBroken = false;
  return (name, run) => {
    test(name, { timeout: timeoutMs }, async ({ skip }) => {
      skip(isBroken, "an earlier step failed");
      isBroken = true;
      await run();
      isBroken = false;
    });
  };
}
