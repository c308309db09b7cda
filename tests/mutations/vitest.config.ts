import { defineConfig } from "vitest/config";
import { WORKER_FLAGS } from "../../vitest.config.ts";
import { FLAG_VARIABLE } from "./mutation.ts";

const flag = process.env[FLAG_VARIABLE];
if (flag === undefined) throw new Error(`${FLAG_VARIABLE} says which rule is broken`);

/** The attacks, against a stack that is loaded without one of its rules. */
export default defineConfig({
  test: {
    execArgv: [...WORKER_FLAGS, flag],
    include: ["tests/attacks/attacks.test.ts"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
