import { defineConfig } from "vitest/config";
import { WORKER_FLAGS } from "../../vitest.config.ts";
import { FLAG_VARIABLE } from "./mutation.ts";

/** Without one nothing is broken, and no attack succeeds. */
const { [FLAG_VARIABLE]: flag = "--no-warnings" } = process.env;

/** The attacks, against a stack that is loaded without one of its rules. */
export default defineConfig({
  test: {
    execArgv: [...WORKER_FLAGS, flag],
    include: ["tests/attacks/attacks.test.ts"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
