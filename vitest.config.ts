import { defineConfig } from "vitest/config";
import { slowestFiles } from "./tests/reporting/slowest-files.ts";

/**
 * Where more is running than there are cores, Node 24.15 and later now and then ends with SIGSEGV in a
 * thread of its Maglev compiler: one run of 24.21.0 lost the worker of kill.test.ts that way.
 *
 * @see https://github.com/nodejs/node/issues/64841
 */
export const WORKER_FLAGS = ["--no-maglev"];

/**
 * No test measures time, so a limit only ends what hangs. Vitest's own 5 s ended property tests that
 * ran beside browsers.
 */
const LIMITS = { testTimeout: 60_000, hookTimeout: 60_000 };

/** A synthesis runs the whole SST program; a journey records in real time. */
const LONG_LIMITS = { testTimeout: 120_000, hookTimeout: 120_000 };

export default defineConfig({
  test: {
    reporters: [
      "default",
      ...(process.env["GITHUB_ACTIONS"] === undefined ? [] : ["github-actions"]),
      slowestFiles,
    ],
    // Vitest would leave one core idle, which is half of the two that `npm test` is promised for.
    maxWorkers: "100%",
    execArgv: WORKER_FLAGS,
    projects: [
      {
        test: {
          name: "unit",
          ...LIMITS,
          include: ["packages/*/src/**/*.test.ts", "bench/*.test.ts"],
        },
      },
      {
        test: {
          name: "stack",
          ...LIMITS,
          include: ["tests/{api,attacks,conformance,docs,faults,signal,stack,types}/**/*.test.ts"],
        },
      },
      {
        test: {
          name: "simulation",
          ...LIMITS,
          include: ["tests/simulation/*.test.ts"],
        },
      },
      {
        test: {
          name: "infra",
          include: ["tests/infra/*.test.ts"],
          globalSetup: "tests/infra/global-setup.ts",
          ...LONG_LIMITS,
        },
      },
      {
        test: {
          name: "sizes",
          include: ["tests/sizes/*.test.ts"],
          globalSetup: "tests/infra/global-setup.ts",
          ...LONG_LIMITS,
        },
      },
      {
        test: {
          name: "lambda",
          ...LONG_LIMITS,
          include: ["tests/infra/ric/*.test.ts"],
          globalSetup: "tests/infra/global-setup.ts",
          // The first file compiles AWS's runtime client, once per machine; the next one finds it.
          fileParallelism: false,
        },
      },
      {
        test: {
          name: "journey",
          include: ["tests/{browser-units,commands,journey}/**/*.test.ts"],
          globalSetup: "tests/journey/global-setup.ts",
          ...LONG_LIMITS,
          // Real browsers record in real time; two at once on two cores starve each other. Within a
          // file, stories that mostly wait may be told side by side.
          fileParallelism: false,
          maxConcurrency: 3,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
