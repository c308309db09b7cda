// The attacks can succeed: each check that keeps somebody out is taken out, and they must see that.
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { attackRules } from "./attack-rules.ts";
import { FLAG_VARIABLE, flagFor } from "./mutation.ts";

const ROOT = join(import.meta.dirname, "../..");

/** The attacks' own controls. */
const HONEST = "an honest caller";

interface Report {
  readonly testResults: readonly {
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
  }[];
}

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "tapedeck-mutations-"));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

async function attack(flag: string): Promise<Report> {
  const outputFile = join(dir, "report.json");
  const config = "--config=tests/mutations/vitest.config.ts";
  // What is honest comes first. One of it may fail, and one attack that succeeds is enough.
  const args = ["run", config, "--bail=2", `--root=${ROOT}`];
  args.push("--reporter=json", `--outputFile=${outputFile}`);
  const done = Promise.withResolvers<void>();
  // It ends with 1 when an attack succeeds: the report says which.
  execFile(
    process.execPath,
    [join(ROOT, "node_modules/vitest/vitest.mjs"), ...args],
    { cwd: ROOT, env: { ...process.env, [FLAG_VARIABLE]: flag } },
    () => done.resolve(),
  );
  await done.promise;
  const report = JSON.parse(await readFile(outputFile, "utf8")) as Report;
  await rm(outputFile);
  return report;
}

test.each(attackRules)("the attacks see that $rule", async (mutation) => {
  const { testResults } = await attack(flagFor(mutation));
  const results = testResults.flatMap(({ assertionResults }) => assertionResults);
  const succeeded = results.filter(
    ({ status, fullName }) => status === "failed" && !fullName.startsWith(HONEST),
  );
  console.log(`of ${results.length}, the first: ${succeeded[0]?.fullName}`);
  expect(succeeded.length).toBeGreaterThan(0);
  // A stack that refuses everybody would prove nothing. Of what is honest, only what a grant binds may be
  // missing: that is looked at there.
  const honest = results.filter(({ fullName }) => fullName.startsWith(HONEST));
  expect(honest).toHaveLength(4);
  for (const { status, fullName } of honest) {
    expect(status === "passed" || fullName === `${HONEST} stores the bytes of a grant`).toBe(true);
  }
});
