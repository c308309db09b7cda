import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test, vi } from "vitest";
import { startReloadingHost } from "./reloading-host.ts";

// Each reload starts a thread, which takes seconds on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const SERVE = new URL("./serve-invocations.ts", import.meta.url).href;
const WITHIN = { timeout: 20_000, interval: 20 };

/** A function that answers with its word, at once or when the named file is there. */
const sourceOf = (word: string) => `
import { existsSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { serveInvocations } from "${SERVE}";
const handler = async (file: string) => {
  while (file !== "" && !existsSync(file)) await sleep(10);
  return "${word}";
};
serveInvocations(handler, "test");
`;

async function startFunction() {
  const dir = await mkdtemp(join(tmpdir(), "tapedeck-reload-"));
  const file = join(dir, "greeter.ts");
  await writeFile(file, sourceOf("one"));
  const lines: string[] = [];
  const host = await startReloadingHost<string, string>(
    {
      instance: pathToFileURL(file),
      environment: {},
      timeoutMs: 60_000,
      concurrency: 2,
      onLogLine: (line) => lines.push(line),
    },
    [dir],
  );
  return {
    dir,
    file,
    lines,
    ask: (file = "") => host.invoke(file, file, 0),
    [Symbol.asyncDispose]: async () => {
      await host[Symbol.asyncDispose]();
      await rm(dir, { recursive: true });
    },
  };
}

test("the host answers by the changed source after each save, and says so in one line", async () => {
  await using served = await startFunction();
  expect(await served.ask()).toBe("one");
  await writeFile(served.file, sourceOf("two"));
  await vi.waitUntil(async () => (await served.ask()) === "two", WITHIN);
  // Many editors save in this way: a new file replaces the old one.
  await writeFile(`${served.file}.new`, sourceOf("three"));
  await rename(`${served.file}.new`, served.file);
  await vi.waitUntil(async () => (await served.ask()) === "three", WITHIN);
  await writeFile(served.file, sourceOf("four"));
  await vi.waitUntil(async () => (await served.ask()) === "four", WITHIN);
  expect(served.lines).toHaveLength(3);
  for (const line of served.lines) expect(line).toMatch(/^greeter reloaded in \d+ ms$/);
});

test("a call ends on the instance that it began on", async () => {
  await using served = await startFunction();
  const released = join(served.dir, "released");
  const waiting = served.ask(released);
  await writeFile(served.file, sourceOf("two"));
  await vi.waitUntil(async () => (await served.ask()) === "two", WITHIN);
  await writeFile(released, "");
  expect(await waiting).toBe("one");
});

test("a broken source leaves the last good instance in place, and one line names the fault and its place", async () => {
  await using served = await startFunction();
  await writeFile(served.file, `${sourceOf("two")}\nexport const broken = ;\n`);
  await vi.waitUntil(() => served.lines.length > 0, WITHIN);
  expect(served.lines).toEqual([
    `greeter not reloaded, the one before goes on: SyntaxError: Expression expected (${served.file}:11)`,
  ]);
  expect(await served.ask()).toBe("one");
  await writeFile(served.file, sourceOf("three"));
  await vi.waitUntil(async () => (await served.ask()) === "three", WITHIN);
});

test("the host can end while an instance loads that will never be ready", async () => {
  const served = await startFunction();
  const begun = join(served.dir, "begun");
  await writeFile(
    served.file,
    `import { writeFileSync } from "node:fs";
writeFileSync("${begun}", "");
await new Promise((resolve) => setTimeout(resolve, 2 ** 30));
`,
  );
  await vi.waitUntil(() => existsSync(begun), WITHIN);
  await served[Symbol.asyncDispose]();
  expect(served.lines).toEqual([]);
});

test("a file in a new folder causes a reload", async () => {
  await using served = await startFunction();
  const folder = join(served.dir, "words");
  const nested = sourceOf("two").replace(
    'return "two"',
    'return (await import("./words/word.ts")).word',
  );
  await mkdir(folder);
  await writeFile(join(folder, "word.ts"), 'export const word = "two";\n');
  await writeFile(served.file, nested);
  await vi.waitUntil(async () => (await served.ask()) === "two", WITHIN);
  await writeFile(join(folder, "word.ts"), 'export const word = "three";\n');
  await vi.waitUntil(async () => (await served.ask()) === "three", WITHIN);
  for (const line of served.lines) expect(line).toMatch(/^greeter reloaded in \d+ ms$/);
});

test("a changed test causes no reload", async () => {
  await using served = await startFunction();
  await writeFile(join(served.dir, "greeter.test.ts"), "");
  await writeFile(served.file, sourceOf("two"));
  await vi.waitUntil(async () => (await served.ask()) === "two", WITHIN);
  expect(served.lines).toHaveLength(1);
});
