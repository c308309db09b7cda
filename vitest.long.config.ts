import { defineConfig } from "vitest/config";
import { WORKER_FLAGS } from "./vitest.config.ts";

export default defineConfig({
  test: {
    execArgv: WORKER_FLAGS,
    include: ["tests/**/*.long.test.ts"],
    globalSetup: [
      "tests/fixtures/synthesis/global-setup.ts",
      "tests/fixtures/browser/global-setup.ts",
    ],
    testTimeout: 1_800_000,
    // A hook starts a stack and a browser.
    hookTimeout: 120_000,
    fileParallelism: false,
    maxConcurrency: 3,
  },
});
