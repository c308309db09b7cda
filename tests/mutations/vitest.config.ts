import { defineConfig } from "vitest/config";
import { WORKER_FLAGS } from "../../vitest.config.ts";
import { mutationPlugin } from "./mutation-plugin.ts";
import { FLAG_VARIABLE } from "./mutation.ts";

/** Without one nothing is broken, and no attack succeeds. */
const { [FLAG_VARIABLE]: flag = "--no-warnings" } = process.env;

/**
 * The functions run in threads, whose modules Node loads with the flag. The edge and the local servers run in
 * Vitest's own process, where Vite loads them: it breaks the rules of infra/ and of local here.
 */
const breakServers = /file=(infra|local)%2F/.test(flag) ? [mutationPlugin(flag, [""])] : [];

/** The attacks, against a stack that is loaded without one of its rules. */
export default defineConfig({
  plugins: breakServers,
  test: {
    // It would give the next mutation what this one broke.
    fsModuleCache: false,
    execArgv: [...WORKER_FLAGS, flag],
    include: ["tests/attacks/attacks.test.ts"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
