// Kills the stand-in in the middle of a PUT: an object is stored whole or not at all. Always uses a process
// of its own, never the endpoint under test.
import { randomBytes } from "node:crypto";
import { mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startCommand, type Running } from "../fixtures/run-command.ts";

const credentials = { accessKeyId: "CRASH", secretAccessKey: randomBytes(20).toString("hex") };
const Bucket = "crash-test";
let dir: string;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "tapedeck-crash-"));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

async function start(): Promise<{ server: Running; client: S3Client; endpoint: string }> {
  const server = startCommand("s3", ["--port", "0", "--dir", dir, "--bucket", Bucket], {
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
  });
  const endpoint = (await server.line(/^listening http:/)).replace("listening ", "");
  const client = new S3Client({
    endpoint,
    region: "us-east-1",
    credentials,
    forcePathStyle: true,
    maxAttempts: 1,
  });
  return { server, client, endpoint };
}

test("keeps every answered PUT after kill -9, and nothing of an unfinished one", async () => {
  const first = await start();
  await first.client.send(new PutObjectCommand({ Bucket, Key: "whole", Body: "kept" }));
  const url = await getSignedUrl(first.client, new PutObjectCommand({ Bucket, Key: "half" }));
  const outgoing = request(url, { method: "PUT", headers: { "content-length": "1000000" } });
  const broken = new Promise((resolve) => outgoing.on("error", resolve));
  await new Promise((resolve) => outgoing.write(Buffer.alloc(500_000), resolve));
  const bytesDir = join(dir, Bucket, "bytes");
  const sizes = async () =>
    Promise.all(
      (await readdir(bytesDir)).map(async (name) => (await stat(join(bytesDir, name))).size),
    );
  await expect.poll(async () => Math.max(...(await sizes()))).toBeGreaterThan(4);
  first.server.child.kill("SIGKILL");
  await broken;
  await first.server.finished;
  // The leftover of a crash between write and rename.
  await writeFile(join(dir, Bucket, "objects", "left-over.unfinished"), '{"key":"torn');
  await writeFile(join(dir, Bucket, "bytes", "left-over"), "torn");

  const second = await start();
  const kept = await second.client.send(new GetObjectCommand({ Bucket, Key: "whole" }));
  expect(await kept.Body?.transformToString()).toBe("kept");
  const half = second.client.send(new GetObjectCommand({ Bucket, Key: "half" }));
  await expect(half).rejects.toMatchObject({ name: "NoSuchKey" });
  expect(await readdir(join(dir, Bucket, "objects"))).toHaveLength(1);
  expect(await readdir(join(dir, Bucket, "bytes"))).toHaveLength(1);
  second.server.child.kill("SIGTERM");
  expect(await second.server.finished).toMatchObject({ code: 0 });
});

test("stores each body whole or not at all when kill -9 follows its last byte", async () => {
  const body = "y".repeat(300_000);
  const names = ["a", "b", "c", "d"];
  for (let round = 0; round < 4; round++) {
    const { server, client } = await start();
    const puts = names.map(async (name) =>
      client.send(new PutObjectCommand({ Bucket, Key: `${round}${name}`, Body: body })),
    );
    // After the first answer one object is stored; the others are on their way.
    await Promise.any(puts);
    server.child.kill("SIGKILL");
    const answers = await Promise.allSettled(puts);
    await server.finished;

    const after = await start();
    for (const [index, answer] of answers.entries()) {
      const url = await getSignedUrl(
        after.client,
        new GetObjectCommand({ Bucket, Key: `${round}${names[index]}` }),
      );
      const found = await fetch(url);
      const text = found.status === 404 ? "nothing" : await found.text();
      expect(answer.status === "fulfilled" ? [body] : [body, "nothing"]).toContain(text);
    }
    await after.server[Symbol.asyncDispose]();
  }
});

test("the command names in one sentence the flag that it lacks", async () => {
  await using command = startCommand("s3", ["--dir", dir], { AWS_ACCESS_KEY_ID: "A" });
  const { code, stderr } = await command.finished;
  expect(code).toBe(1);
  expect(stderr.trim()).toBe("--bucket is missing.");
});
