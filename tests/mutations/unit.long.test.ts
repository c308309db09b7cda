// The unit tests can fail: rules of which neither the simulation nor an attack tells are broken, and a unit test must
// see that.
import { execFile } from "node:child_process";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { expect, test } from "vitest";
import { FLAG_VARIABLE, flagFor } from "./mutation.ts";
import { unitRules } from "./unit-rules.ts";

const ROOT = join(import.meta.dirname, "../..");

/** @returns whether they passed, and what Vitest printed */
function runTests(file: string, flag = ""): Promise<{ readonly isGreen: boolean; text: string }> {
  const config = "--config=tests/mutations/vitest.unit.config.ts";
  const args = [
    join(ROOT, "node_modules/vitest/vitest.mjs"),
    "run",
    config,
    `--root=${ROOT}`,
    file,
  ];
  const env = { ...process.env, [FLAG_VARIABLE]: flag };
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd: ROOT, env }, (error, stdout, stderr) =>
      resolve({ isGreen: error === null, text: stripVTControlCharacters(stdout + stderr) }),
    );
  });
}

test.each(unitRules)("$seenBy sees that $rule", async (mutation) => {
  expect((await runTests(mutation.seenBy)).text).toMatch(/Tests +\d+ passed \(/);
  const { isGreen, text } = await runTests(mutation.seenBy, flagFor(mutation));
  // A test that failed, and not a module that did not load.
  expect(text).toMatch(/Tests +[1-9]\d* failed/);
  expect(isGreen).toBe(false);
});
