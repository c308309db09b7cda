// npm run usage: the figures of people who have stored something, a quota for one of them, and figures that
// are made anew; beside a running stack, without one, and on a deployed stage.
import { chmod, cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { DeleteObjectCommand, HeadObjectCommand } from "@aws-sdk/client-s3";
import { me, usage as usageShape } from "@tapedeck/core/contract";
import { startScript } from "../fixtures/run-command.ts";
import { s3ClientOf } from "../fixtures/stack/s3-client.ts";
import { createSmallRecordings, type SmallRecordings } from "../fixtures/stack/small-recordings.ts";
import { startTestStack, type TestStack } from "../fixtures/stack/test-stack.ts";

let stack: TestStack;
let ada: SmallRecordings;
let recordingId: string;
let authorization: string;
let sub: string;
let dir: string;

beforeAll(async () => {
  stack = await startTestStack();
  ada = await createSmallRecordings(stack, "ada");
  const stored = await ada.store({ to: 3 });
  await ada.seal(stored, 3);
  recordingId = stored;
  authorization = `Bearer ${await stack.tokenOf("ada")}`;
  sub = me.parse((await stack.get("/trpc/session.me", { authorization })).data).sub;
  dir = await mkdtemp(join(tmpdir(), "tapedeck-usage-"));
});
afterAll(async () => {
  await stack[Symbol.asyncDispose]();
  await rm(dir, { recursive: true, force: true });
});

async function usage(args: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  await using command = await startScript("usage", args, undefined, environment);
  return await command.finished;
}

const told = async () => (await stack.get("/trpc/usage.get", { authorization })).data;

test("lists people, gives one of them another quota beside the running stack, and takes it away", async () => {
  const here = ["--data", stack.dataDir];
  const { code, stdout } = await usage(here);
  expect(code).toBe(0);
  expect(stdout).toMatch(new RegExp(`^${sub} .* 10\\.000 GB, 21000 minutes$`, "m"));

  await usage([...here, "--person", sub, "--gigabytes", "0.000001", "--minutes", "5"]);
  expect(await told()).toMatchObject({ maxSizeBytes: 1000, maxDurationMs: 300_000, isFull: true });
  const again = await usage([...here, "--person", sub, "--like-stage"]);
  expect(again.stdout).toContain("10.000 GB");
  expect(await told()).toMatchObject({ maxSizeBytes: 10e9, isFull: false });
});

test("counts anew what its owner removed by hand", async () => {
  // The next recording counts those that were sealed for the last time.
  await ada.store({ to: 1 });
  const { sizeBytes } = usageShape.parse(await told());
  const client = s3ClientOf(stack, stack.credentials);
  const Key = `${ada.prefix}${recordingId}_000002.webm`;
  const { ContentLength = 0 } = await client.send(
    new HeadObjectCommand({ Bucket: stack.bucket, Key }),
  );
  await client.send(new DeleteObjectCommand({ Bucket: stack.bucket, Key }));
  client.destroy();
  expect(await told()).toMatchObject({ sizeBytes });
  expect(await usage(["--data", stack.dataDir, "--rebuild"])).toMatchObject({ code: 0 });
  expect(await told()).toMatchObject({ sizeBytes: sizeBytes - ContentLength });
});

test("needs no running stack", async () => {
  const dataDir = join(dir, "stopped");
  await cp(stack.dataDir, dataDir, { recursive: true });
  await rm(join(dataDir, "running.json"));
  const { code, stdout } = await usage(["--data", dataDir]);
  expect(code).toBe(0);
  expect(stdout).toContain(sub);
});

test.each([
  [["--person", "x"], /^To change a quota, give --person SUB/],
  [["--gigabytes", "1", "--minutes", "1"], /^To change a quota, give --person SUB/],
  [["--person", "x", "--gigabytes", "0", "--minutes", "1"], /^--gigabytes must be a number above/],
  [["--person", "nobody", "--like-stage"], /^The bucket holds nothing of a person "nobody"\.$/],
  [["--stage=x y"], /^--stage must be letters/],
])("%j is refused with one sentence", async (args, sentence) => {
  const { code, stdout, stderr } = await usage([...args, "--data", stack.dataDir]);
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  expect(stderr).toMatch(sentence);
  expect(stderr.split("\n")).toHaveLength(1);
});

test("with --stage it runs inside sst shell, on the bucket and with the quota that the stage links", async () => {
  const sst = join(dir, "sst");
  await writeFile(
    sst,
    '#!/bin/sh\n[ "$1 $2 $3" = "shell --stage studio" ] && shift 3 && exec "$@"\n',
  );
  await chmod(sst, 0o755);
  const { accessKeyId, secretAccessKey } = stack.credentials;
  const { code, stdout } = await usage(["--stage", "studio"], {
    PATH: `${dir}${delimiter}${process.env["PATH"] ?? ""}`,
    SST_RESOURCE_Recordings: JSON.stringify({ name: stack.bucket }),
    SST_RESOURCE_Quota: '{"maxSizeBytes":5000000000,"maxDurationMs":60000,"keepDays":30}',
    AWS_ENDPOINT_URL_S3: stack.s3.url,
    AWS_REGION: stack.region,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
  });
  expect(code).toBe(0);
  expect(stdout).toMatch(new RegExp(`^${sub} .* 5\\.000 GB, 1 minutes$`, "m"));
});
