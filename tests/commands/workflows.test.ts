// GitHub's workflows run everything that .ci/run runs.
import { globSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { testProjects } from "../fixtures/test-projects.ts";

interface Step {
  readonly uses?: string;
  readonly run?: string;
}

interface Job {
  readonly uses?: string;
  readonly needs?: string | readonly string[];
  readonly permissions?: Readonly<Record<string, string>>;
  readonly "timeout-minutes"?: number;
  readonly strategy?: { readonly matrix: Matrix };
  readonly steps?: readonly Step[];
}

interface Matrix {
  readonly include?: readonly { readonly project: string; readonly shard: string }[];
  readonly shard?: readonly string[];
}

interface Action {
  readonly runs: Job;
}

interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const WORKFLOWS = globSync(".github/workflows/*.yml", { cwd: ROOT });
const ACTIONS = globSync(".github/actions/*/action.yml", { cwd: ROOT });

async function read(path: string): Promise<unknown> {
  return parse(await readFile(new URL(`../../${path}`, import.meta.url), "utf8"));
}

async function readWorkflow(name: string): Promise<Workflow> {
  return (await read(`.github/workflows/${name}.yml`)) as Workflow;
}

const commandsOf = ({ steps = [] }: Job) => steps.flatMap(({ run = [] }) => run);

/** @returns like `["1/3", "2/3", "3/3"]` */
const allOf = (shards: number) => Array.from({ length: shards }, (_, at) => `${at + 1}/${shards}`);

describe("the check workflow", () => {
  test("runs every project of vitest.config.ts, each of its shards once", async () => {
    const { jobs } = await readWorkflow("check");
    const running = Object.values(jobs).filter((job) =>
      commandsOf(job).join().includes("vitest run"),
    );
    expect(running.map((job) => commandsOf(job))).toEqual([
      ["npx vitest run --project ${{ matrix.project }} --shard ${{ matrix.shard }}"],
    ]);
    const include = running[0]?.strategy?.matrix.include ?? [];
    const projects = await testProjects();
    expect([...new Set(include.map(({ project }) => project))]).toEqual(projects);
    for (const name of projects) {
      const shards = include.filter(({ project }) => project === name).map(({ shard }) => shard);
      expect({ name, shards }).toEqual({ name, shards: allOf(shards.length) });
    }
  });

  test("runs the built functions under AWS's runtime client", async () => {
    const { jobs } = await readWorkflow("check");
    expect(Object.values(jobs).flatMap(commandsOf)).toContain(
      "npm run --ignore-scripts test:lambda",
    );
  });

  test("checks everything, without the memory of an earlier check", async () => {
    const { jobs } = await readWorkflow("check");
    expect(Object.values(jobs).flatMap(commandsOf)).toContain("npm run check -- --all");
  });

  test("runs on every pull request, whatever it changes", async () => {
    const { on } = await readWorkflow("check");
    expect(on).toEqual({ pull_request: null, workflow_call: null });
  });

  test("passes only when each of its jobs has passed", async () => {
    const { passed, ...others } = (await readWorkflow("check")).jobs;
    expect(passed?.needs).toEqual(Object.keys(others));
    const wanted = Object.keys(others).map(() => "success");
    expect(passed && commandsOf(passed)).toEqual([`test "$RESULTS" = "${wanted.join(" ")}"`]);
  });
});

test("a deploy waits for the whole check workflow", async () => {
  const { jobs } = await readWorkflow("deploy");
  const { deploy, ...others } = jobs;
  expect(others).toEqual({ check: { uses: "./.github/workflows/check.yml" } });
  expect(deploy?.needs).toBe("check");
});

test("the long suites run every night and on demand, each shard once", async () => {
  const { on, jobs } = await readWorkflow("nightly");
  expect(Object.keys(on)).toEqual(["schedule", "workflow_dispatch"]);
  const { simulation, ...long } = jobs;
  expect(commandsOf(simulation ?? {})).toEqual([
    // `npm test` runs the first 500.
    expect.stringMatching(/simulate -- --from 501 --seeds 20000$/),
  ]);
  const [job, ...others] = Object.values(long);
  expect(others).toEqual([]);
  expect(job && commandsOf(job)).toEqual([
    "npm run --ignore-scripts test:long -- --shard ${{ matrix.shard }}",
  ]);
  const shards = job?.strategy?.matrix.shard ?? [];
  expect(shards).toEqual(allOf(shards.length));
  const files = globSync("tests/**/*.long.test.ts", { cwd: ROOT });
  expect(shards.length).toBeLessThanOrEqual(files.length);
});

test("gives every job read access only, but for the deploy's token, and a time limit", async () => {
  const granted: unknown[] = [];
  const endless: string[] = [];
  for (const path of WORKFLOWS) {
    const { permissions, jobs } = (await read(path)) as Workflow;
    expect({ path, permissions }).toEqual({ path, permissions: { contents: "read" } });
    for (const [name, job] of Object.entries(jobs)) {
      if (job.permissions !== undefined) granted.push({ name, ...job.permissions });
      const isCall = job.uses !== undefined;
      if (!isCall && typeof job["timeout-minutes"] !== "number") endless.push(name);
    }
  }
  expect(WORKFLOWS.length).toBeGreaterThan(2);
  expect(endless).toEqual([]);
  expect(granted).toEqual([{ name: "deploy", contents: "read", "id-token": "write" }]);
});

test("pins every foreign action by its commit, with its version beside it", async () => {
  const lines: string[] = [];
  for (const path of [...WORKFLOWS, ...ACTIONS]) {
    const text = await readFile(new URL(`../../${path}`, import.meta.url), "utf8");
    lines.push(...text.split("\n").filter((line) => line.includes("uses:")));
  }
  expect(lines.length).toBeGreaterThan(8);
  const fits = /uses: (\.\/\.github\/\S+|[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+)$/;
  expect(lines.filter((line) => !fits.test(line))).toEqual([]);
});

test("only npm ci installs, and no script runs with a hook that would install again", async () => {
  const { scripts } = (await read("package.json")) as { scripts: Readonly<Record<string, string>> };
  const commands: string[] = [];
  for (const path of WORKFLOWS) {
    const { jobs } = (await read(path)) as Workflow;
    commands.push(...Object.values(jobs).flatMap(commandsOf));
  }
  for (const path of ACTIONS) commands.push(...commandsOf(((await read(path)) as Action).runs));
  const npm = commands.filter((command) => command.startsWith("npm "));
  const scriptsRun = npm.flatMap((command) => /^npm run ([a-z:]+)/.exec(command)?.[1] ?? []);
  const others = npm.filter((command) => !/^npm run [a-z:]+/.test(command));
  expect(scriptsRun).toEqual(["check", "deploy"]);
  expect(scriptsRun.filter((script) => `pre${script}` in scripts)).toEqual([]);
  expect(others).toEqual([
    expect.stringMatching(/^npm run --ignore-scripts test:lambda$/),
    expect.stringMatching(/^npm run --ignore-scripts test:long /),
    expect.stringMatching(/^npm run --ignore-scripts simulate /),
    "npm ci",
  ]);
});
