import { defineConfig } from "vitest/config";
import { WORKER_FLAGS } from "./vitest.config.ts";

/** What needs Debian's programs: `npm run test:tools` finds or installs them. */
export default defineConfig({
  test: {
    execArgv: WORKER_FLAGS,
    include: ["tests/tools/*.test.ts", "tests/**/*.tools.test.ts"],
    globalSetup: "tests/fixtures/browser/global-setup.ts",
    // A browser that records takes most of a core.
    fileParallelism: false,
    testTimeout: 180_000,
    hookTimeout: 10 * 60_000,
  },
});
