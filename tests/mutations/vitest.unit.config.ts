import { defineConfig } from "vitest/config";
import { WORKER_FLAGS } from "../../vitest.config.ts";
import { mutationPlugin } from "./mutation-plugin.ts";
import { FLAG_VARIABLE } from "./mutation.ts";

const { [FLAG_VARIABLE]: flag = "" } = process.env;

/** Unit tests, of a package that lacks one of its rules. */
export default defineConfig({
  plugins: [mutationPlugin(flag, ["packages/"])],
  test: {
    // It would give the next mutation what this one broke.
    fsModuleCache: false,
    execArgv: WORKER_FLAGS,
    include: ["packages/*/src/**/*.test.ts"],
    testTimeout: 60_000,
  },
});
