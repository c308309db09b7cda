import { defineConfig } from "vitest/config";
import { slowestFiles } from "./tests/fixtures/slowest-files.ts";

/**
 * Where more is running than there are cores, Node 24.15 and later now and then ends with SIGSEGV in a
 * thread of its Maglev compiler: one run of 24.21.0 lost the worker of kill.test.ts that way. And where the
 * processor can protect pages by keys, V8 loses count of its code pages while threads come and go, as the
 * instances of the stand-in for Lambda do: two runs lost a worker that way.
 *
 * @see https://github.com/nodejs/node/issues/64841
 * @see https://github.com/nodejs/node/issues/64500
 */
export const WORKER_FLAGS = ["--no-maglev", "--no-memory-protection-keys"];

const SHARED = {
  // A worker takes file after file, and loads what they share once: unit tests take 30 s of CPU, 103 before.
  isolate: false,
  // No test measures time, so a limit only ends what hangs. Vitest's own 5 s ended property tests that
  // ran beside browsers; 60 s ended 10,000 drawn inputs beside three other programs.
  testTimeout: 180_000,
  hookTimeout: 180_000,
};

/** A synthesis runs the whole SST program; a journey records in real time. */
const LONG = { ...SHARED, testTimeout: 240_000, hookTimeout: 240_000 };

/**
 * One file at a time: a browser that records takes most of a core, and two files on two cores took longer
 * than one after the other. Within a file, stories that mostly wait are told side by side.
 */
const BROWSER = {
  ...LONG,
  globalSetup: "tests/fixtures/browser/global-setup.ts",
  fileParallelism: false,
  maxConcurrency: 3,
};

/**
 * What few people meet, or few changes touch. `npm test` leaves it out, to stay below ten minutes; CI
 * does not.
 */
const RARE = [
  "tests/journal/*.test.ts",
  "tests/journeys/{accessible,door}.test.ts",
  "tests/journeys/capture.test.ts",
  "tests/journeys/{closing,deck,kill}.test.ts",
  "tests/journeys/player.test.ts",
  "tests/journeys/quota.test.ts",
  "tests/journeys/{recover,refusals}.test.ts",
  "tests/journeys/{sign-out,trouble}.test.ts",
];

/** `npm run test:long` runs these, and `npm run test:tools` what needs Debian's programs. */
const ELSEWHERE = ["**/*.{long,tools}.test.ts"];

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
      "packages/web/vitest.config.ts",
      {
        test: {
          name: "unit",
          ...SHARED,
          include: ["packages/*/src/**/*.test.ts", "bench/*.test.ts"],
        },
      },
      {
        test: {
          name: "stack",
          ...SHARED,
          exclude: [...RARE, ...ELSEWHERE],
          include: [
            "tests/{api,attacks,colours,conformance,docs,fixtures,languages,packages,types}/**/*.test.ts",
            "tests/commands/faults/*.test.ts",
          ],
        },
      },
      {
        test: {
          name: "simulation",
          ...SHARED,
          include: ["tests/simulation/*.test.ts"],
        },
      },
      {
        test: {
          name: "infra",
          include: ["tests/infra/*.test.ts"],
          exclude: ELSEWHERE,
          globalSetup: "tests/fixtures/synthesis/global-setup.ts",
          ...LONG,
        },
      },
      {
        test: {
          name: "sizes",
          include: ["tests/sizes/*.test.ts"],
          globalSetup: "tests/fixtures/synthesis/global-setup.ts",
          ...LONG,
        },
      },
      {
        test: {
          name: "commands",
          ...LONG,
          include: ["tests/commands/*.test.ts"],
          exclude: ELSEWHERE,
        },
      },
      {
        test: {
          ...BROWSER,
          name: "journey",
          include: ["tests/journeys/*.test.ts"],
          exclude: [...RARE, ...ELSEWHERE],
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          ...BROWSER,
          name: "rare",
          include: RARE,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
