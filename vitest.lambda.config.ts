import { defineConfig } from "vitest/config";
import { WORKER_FLAGS } from "./vitest.config.ts";

/** What `sst deploy` builds, under AWS's own runtime client, which is compiled once per machine. */
export default defineConfig({
  test: {
    execArgv: WORKER_FLAGS,
    include: ["tests/infra/lambda/*.test.ts"],
    globalSetup: [
      "tests/fixtures/synthesis/global-setup.ts",
      "tests/fixtures/lambda/global-setup.ts",
    ],
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
