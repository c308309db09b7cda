import { defineConfig } from "vitest/config";
import { WORKER_FLAGS } from "./vitest.config.ts";

/** The commands of docs/files.md, with Debian's programs: `npm run test:tools` finds or installs them. */
export default defineConfig({
  test: {
    execArgv: WORKER_FLAGS,
    include: ["tests/tools/*.test.ts"],
    testTimeout: 60_000,
    hookTimeout: 10 * 60_000,
  },
});
