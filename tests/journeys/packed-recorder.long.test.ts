// The engine outside this repository: the tarball of `npm run pack:recorder`, on the example page and in
// a stranger's compiler.
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { SAMPLE_RATE_HZ } from "@tapedeck/core/limits";
import { joinSegments } from "@tapedeck/core/webm/join";
import { readSegment } from "@tapedeck/core/webm/segment-reader";
import { packRecorder } from "../../packages/recorder/package/pack.ts";
import { openBrowser } from "../fixtures/browser/open-browser.ts";
import { startExampleServer } from "../packages/example-server.ts";

const run = promisify(execFile);
const EXAMPLE = fileURLToPath(new URL("../../packages/recorder/example", import.meta.url));
const COMPILER = fileURLToPath(new URL("../../node_modules/typescript/bin/tsc", import.meta.url));

let folder: string;
let installed: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tapedeck-packed-"));
  installed = join(folder, "node_modules/@tapedeck/recorder");
  await mkdir(installed, { recursive: true });
  const tarball = await packRecorder(folder);
  await run("tar", ["-xzf", tarball, "--strip-components=1", "-C", installed]);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test.each([
  ["a MediaStreamTrackProcessor", true],
  ["an audio worklet", false],
])("the example page records ten seconds by %s and stores segments that join", async (_, has) => {
  await using server = await startExampleServer({
    "/": EXAMPLE,
    "/recorder/": join(installed, "dist"),
  });
  const browser = await openBrowser({ microphone: "granted" });
  try {
    const page = await browser.newPage();
    if (!has) {
      await page.addInitScript(() =>
        Reflect.deleteProperty(globalThis, "MediaStreamTrackProcessor"),
      );
    }
    const complaints: string[] = [];
    page.on("console", (message) => {
      if (message.type() === "error") complaints.push(message.text());
    });
    page.on("pageerror", ({ message }) => complaints.push(message));
    await page.goto(server.url);
    await page.getByRole("button", { name: "Record 10 s" }).click();
    await page.getByText("idle, in-bucket").waitFor({ timeout: 60_000 });
    expect(complaints).toEqual([]);
  } finally {
    await browser.close();
  }

  const [seal] = server.seals;
  // A PUT may overtake the one before it.
  const stored = [...server.objects].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const segments = stored.map(([, bytes]) => bytes);
  expect(seal).toMatchObject({ segmentCount: segments.length });
  expect(segments.length).toBeGreaterThanOrEqual(2);
  for (const bytes of segments) expect(readSegment(bytes).packets.length).toBeGreaterThan(1);
  const { sampleCount } = readSegment(joinSegments(segments));
  expect(sampleCount).toBeGreaterThanOrEqual(10 * SAMPLE_RATE_HZ);
  expect(sampleCount).toBeLessThan(20 * SAMPLE_RATE_HZ);
});

test("a stranger's compiler takes the types, without a package of this repository or zod", async () => {
  const config = {
    compilerOptions: {
      strict: true,
      exactOptionalPropertyTypes: true,
      skipLibCheck: false,
      noEmit: true,
      target: "es2022",
      lib: ["es2024", "dom", "dom.iterable"],
      types: [],
      module: "nodenext",
    },
    files: ["page.ts"],
  };
  await writeFile(join(folder, "package.json"), JSON.stringify({ type: "module" }));
  await writeFile(join(folder, "tsconfig.json"), JSON.stringify(config));
  const compile = async (wantedMs: string) => {
    await writeFile(
      join(folder, "page.ts"),
      [
        'import { createRecorder, type RecordingApi, type Safety } from "@tapedeck/recorder";',
        'import { drainUploads } from "@tapedeck/recorder/service-worker";',
        "declare const api: RecordingApi;",
        'export const recorder = createRecorder({ owner: "ada", api });',
        `export const recorded: ${wantedMs} = recorder.snapshot().elapsedMs;`,
        "export const safety: Safety = recorder.snapshot().safety;",
        "type Input = Parameters<typeof api.presignSegments>[0];",
        "export const firstHash = (input: Input): string | undefined => input.segments[0]?.sha256;",
        "export const drain = drainUploads;",
      ].join("\n"),
    );
    return run(process.execPath, [COMPILER, "-p", folder, "--pretty", "false"]).then(
      () => "",
      (failed: { stdout: string }) => failed.stdout,
    );
  };
  expect(await compile("number")).toBe("");
  // The types are there: a compiler that took everything for `any` would be content with this as well.
  expect(await compile("string")).toMatch(/page\.ts.*TS2322/);
});

test("the tarball stays unpublished and needs no other package", async () => {
  const manifest: unknown = JSON.parse(await readFile(join(installed, "package.json"), "utf8"));
  expect(manifest).toMatchObject({ name: "@tapedeck/recorder", private: true });
  expect(manifest).not.toHaveProperty("dependencies");
});
