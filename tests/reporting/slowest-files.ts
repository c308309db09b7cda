// Prints the ten test files that took longest, so that a slow one is seen before it is one of many.
import { relative } from "node:path";
import type { Reporter, TestModule } from "vitest/node";

const SHOWN = 10;

/** What a file cost: loading its imports, its hooks and its tests, in wall-clock time. */
function durationMs(file: TestModule): number {
  const { collectDuration, duration } = file.diagnostic();
  return collectDuration + duration;
}

export const slowestFiles: Reporter = {
  onTestRunEnd(files) {
    if (files.length <= SHOWN) return;
    const slowest = files.toSorted((a, b) => durationMs(b) - durationMs(a)).slice(0, SHOWN);
    console.log(`\nThe slowest of ${files.length} test files:`);
    for (const file of slowest) {
      const seconds = (durationMs(file) / 1000).toFixed(1).padStart(6);
      console.log(`${seconds} s  ${relative(file.project.config.root, file.moduleId)}`);
    }
  },
};
