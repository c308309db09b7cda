import { defineConfig } from "vitest/config";
import { WORKER_FLAGS } from "./vitest.config.ts";

/** What `sst deploy` builds, under AWS's own runtime client, which is compiled once per machine. */
export default defineConfig({
  test: {
    execArgv: WORKER_FLAGS,
    include: ["tests/infra/ric/*.test.ts"],
    globalSetup: ["tests/infra/global-setup.ts", "tests/infra/ric/global-setup.ts"],
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
