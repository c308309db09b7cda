import { defineConfig } from "vitest/config";

/**
 * Where more is running than there are cores, Node 24.15 and later now and then ends with SIGSEGV in a
 * thread of its Maglev compiler: one run of 24.21.0 lost the worker of kill.test.ts that way.
 *
 * @see https://github.com/nodejs/node/issues/64841
 */
export const WORKER_FLAGS = ["--no-maglev"];

export default defineConfig({
  test: {
    // Vitest would leave one core idle, which is half of the two that `npm test` is promised for.
    maxWorkers: "100%",
    execArgv: WORKER_FLAGS,
    projects: [
      {
        test: {
          name: "unit",
          include: ["packages/*/src/**/*.test.ts"],
        },
      },
      {
        test: {
          name: "stack",
          include: ["tests/{api,attacks,conformance,docs,faults,signal,stack,types}/**/*.test.ts"],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: "simulation",
          testTimeout: 60_000,
          include: ["tests/simulation/*.test.ts"],
        },
      },
      {
        test: {
          name: "infra",
          include: ["tests/infra/*.test.ts"],
          globalSetup: "tests/infra/global-setup.ts",
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: "lambda",
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
          testTimeout: 120_000,
          hookTimeout: 120_000,
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
