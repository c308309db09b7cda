// “Find, play, download” of docs/api.md, run as it stands there. Ada's recording has a whole file; Ben's has
// none, and more segments than a page of recordings.get.
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { Grant, RecordingToPlay } from "@tapedeck/core/contract";
import { makeRecordingId } from "@tapedeck/core/ids";
import { LIMITS } from "@tapedeck/core/limits";
import { s3ClientOf } from "../fixtures/stack/s3-client.ts";
import { segmentFile } from "../fixtures/stack/sound-recording.ts";
import { useStack } from "../fixtures/stack/use-stack.ts";

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const stack = await useStack({ makesWholeFiles: true });
const recordingId = "2025-01-31-08-15-30-123456-7ZK3QF";
const title = "Grüße";

const page = await readFile(join(ROOT, "docs/api.md"), "utf8");
const beginningOf = (heading: string) => page.indexOf(`\n## ${heading}\n`);
const blocksOf = (language: "ts" | "sh", from: string, to: string) =>
  [
    ...page
      .slice(beginningOf(from), beginningOf(to))
      .matchAll(new RegExp(`\`\`\`${language}\n(.+?)\`\`\``, "gs")),
  ].map(([, block = ""]) => block);

const SAMPLES = 96_000;
const SEGMENTS = LIMITS.segmentsPerCall + 2;
const noSound = (sequence: number) => new TextEncoder().encode(`segment ${sequence}`);

/** @returns the prefix of the person's keys */
async function seal(user: "ada" | "ben", files: readonly Uint8Array<ArrayBuffer>[]) {
  const headers = { authorization: `Bearer ${await stack.tokenOf(user)}` };
  const mutate = async (procedure: string, input: object) =>
    (await stack.post(procedure, JSON.stringify({ recordingId, ...input }), headers)).data;
  const segments = files.map((bytes, sequence) => ({
    sequence,
    sizeBytes: bytes.length,
    sha256: createHash("sha256").update(bytes).digest("base64"),
    startSample: sequence * SAMPLES,
    sampleCount: SAMPLES,
  }));
  let prefix = "";
  for (let at = 0; at < files.length; at += LIMITS.segmentsPerCall) {
    const asked = segments.slice(at, at + LIMITS.segmentsPerCall);
    const grants = (await mutate("segments.presign", { segments: asked })) as Grant[];
    for (const [index, grant] of grants.entries()) {
      const put = { method: "PUT", headers: grant.headers, body: files[at + index] ?? "" };
      expect((await fetch(grant.url, put)).status).toBe(200);
      prefix = grant.key.slice(0, grant.key.indexOf(recordingId));
    }
  }
  expect(await mutate("recordings.seal", { segments, gaps: [], title })).toMatchObject({ title });
  return prefix;
}

/** Ada's library, newest first. */
const ids: string[] = [recordingId];
/** The bytes of Ada's whole file. */
let wholeFile: Buffer;
let dir: string;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "tapedeck-docs-"));
  const prefix = await seal("ada", [segmentFile(0)]);
  await seal(
    "ben",
    Array.from({ length: SEGMENTS }, (_, sequence) => noSound(sequence)),
  );
  const owner = s3ClientOf(stack, stack.credentials);
  // Older than the recording, and still open.
  for (let day = 0; day <= LIMITS.recordingsPerPage.default; day++) {
    const startedMs = Date.parse("2024-12-31T12:00:00Z") - day * 86_400_000;
    const id = makeRecordingId(startedMs * 1000, new Uint8Array(6));
    const Key = `${prefix}${id}_000000.webm`;
    await owner.send(new PutObjectCommand({ Bucket: stack.bucket, Key, Body: noSound(0) }));
    ids.push(id);
  }
  owner.destroy();
  const headers = { authorization: `Bearer ${await stack.tokenOf("ada")}` };
  const path = `/trpc/recordings.get?input=${encodeURIComponent(JSON.stringify({ recordingId }))}`;
  const get = async () => (await stack.get(path, headers)).data as RecordingToPlay;
  const { url } = await vi.waitUntil(async () => (await get()).wholeFile, { timeout: 30_000 });
  wholeFile = Buffer.from(await (await fetch(url)).arrayBuffer());
});
afterAll(() => rm(dir, { recursive: true, force: true }));

/** Runs a program of the document in a new folder. */
async function inFolder(
  user: "ada" | "ben",
  work: (cwd: string, env: Record<string, string>) => Promise<{ readonly stdout: string }>,
) {
  const cwd = await mkdtemp(join(dir, `${user}-`));
  const token = await stack.tokenOf(user);
  const env = { PATH: process.env["PATH"] ?? "", TAPEDECK: stack.url, TOKEN: token };
  const { stdout } = await work(cwd, env);
  const names = (await readdir(cwd)).toSorted();
  const files = await Promise.all(names.map((name) => readFile(join(cwd, name))));
  return { stdout, names, files };
}

const typedClient = (user: "ada" | "ben") =>
  inFolder(user, (cwd, env) => {
    const blocks = [
      ...blocksOf("ts", "The typed client", "Find, play, download"),
      `process.chdir(${JSON.stringify(cwd)});`,
      ...blocksOf("ts", "Find, play, download", "`session.me`"),
      "console.log(JSON.stringify(all.map(({ id }) => id)));",
    ];
    const flags = ["--input-type=module-typescript", "--eval", blocks.join("\n")];
    return run(process.execPath, flags, { cwd: ROOT, env });
  });

/** Takes the place of the player: reads seven bytes in the middle of the URL. */
const FFPLAY = `ffplay() { for LAST; do :; done; curl -fsS -r 100-106 "$LAST" > played.bin; }`;

const curl = (user: "ada" | "ben") =>
  inFolder(user, (cwd, env) => {
    const blocks = blocksOf("sh", "Find, play, download", "`session.me`");
    return run("sh", ["-ec", [FFPLAY, ...blocks].join("\n")], { cwd, env });
  });

const expectSegments = (files: readonly Buffer[]) =>
  expect(files.map(String)).toEqual(
    Array.from({ length: SEGMENTS }, (_, sequence) => `segment ${sequence}`),
  );

test("the typed client lists every recording, and downloads the whole file under its title", async () => {
  const { stdout, names, files } = await typedClient("ada");
  expect(JSON.parse(stdout)).toEqual(ids);
  expect(names).toEqual([`${title}.webm`]);
  expect(files).toEqual([wholeFile]);
});

test("the typed client downloads every segment of a recording without a whole file", async () => {
  const { names, files } = await typedClient("ben");
  expect(names[SEGMENTS - 1]).toBe(`${title}-000${SEGMENTS - 1}.webm`);
  expectSegments(files);
});

test("curl lists every recording, plays a range of the whole file, and downloads it under its title", async () => {
  const { stdout, names, files } = await curl("ada");
  const pages = stdout.trim().split("\n");
  expect(pages).toHaveLength(2);
  expect(
    pages.flatMap((each) => [...each.matchAll(/"id":"([^"]+)"/g)].map(([, id]) => id)),
  ).toEqual(ids);
  expect(names).toEqual(["Gr__e.webm", "played.bin"]);
  expect(files).toEqual([wholeFile, wholeFile.subarray(100, 107)]);
});

test("curl downloads every segment of a recording without a whole file", async () => {
  const { names, files } = await curl("ben");
  expect(names[SEGMENTS - 1]).toBe(`Gr__e-000${SEGMENTS - 1}.webm`);
  expectSegments(files);
});
