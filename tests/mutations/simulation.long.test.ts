// The simulation can fail: each rule that it stands for is broken, and it must see that.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { join } from "node:path";
import { expect, test } from "vitest";
import { flagFor } from "./mutation.ts";
import { simulationRules } from "./simulation-rules.ts";

const SIMULATION = join(import.meta.dirname, "../simulation");
const SEEDS = 2000;

test.each(simulationRules)("the simulation sees that $rule", async (mutation) => {
  const child = spawn(
    process.execPath,
    [flagFor(mutation), join(SIMULATION, "simulate.ts"), `--seeds=${SEEDS}`],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  const exited = once(child, "exit");
  const violations: string[] = [];
  for await (const line of createInterface(child.stdout)) {
    if (!line.startsWith("seed ")) continue;
    violations.push(line);
    child.kill();
  }
  await exited;
  console.log(violations[0]);
  expect(violations).not.toEqual([]);
});
