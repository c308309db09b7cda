import { defineConfig } from "vitest/config";
import { WORKER_FLAGS } from "./vitest.config.ts";

/** `npm run pictures`: every state of the page as PNG files in `pictures/`, for a person to look at. */
export default defineConfig({
  test: {
    execArgv: WORKER_FLAGS,
    include: ["tests/pictures/*.test.ts"],
    globalSetup: "tests/fixtures/browser/global-setup.ts",
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
