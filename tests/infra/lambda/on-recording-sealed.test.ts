// The function of whole files as `sst deploy` builds it, under AWS's own runtime client, on the embedded S3.
import { createHash, randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { expect, it } from "vitest";
import { makeRecordingId } from "@tapedeck/core/ids";
import { buildManifest } from "@tapedeck/core/manifest";
import { readSegment } from "@tapedeck/core/webm/segment-reader";
import { writeSegment } from "@tapedeck/core/webm/segment-writer";
import { startS3, type S3Options } from "@tapedeck/local/s3/server";
import { makePackets } from "../../../packages/core/src/webm/testing/opus-packets.ts";
import { synthesize } from "../../fixtures/synthesis/synthesize.ts";
import { buildFunction } from "../../fixtures/lambda/build-function.ts";
import { startLambda } from "../../fixtures/lambda/lambda.ts";
import { installLambdaTools } from "../../fixtures/lambda/tools.ts";

/** What S3 tells of an object that was made. */
type S3EventRecord = Parameters<NonNullable<S3Options["onEvent"]>>[0];

it("the built function starts with the bucket's link alone, and makes the file of its event's manifest", async () => {
  await using cleanup = new AsyncDisposableStack();
  const dir = await mkdtemp(join(tmpdir(), "tapedeck-ric-"));
  cleanup.defer(() => rm(dir, { recursive: true, force: true }));
  const tools = await installLambdaTools();
  const { builds } = await synthesize({ stage: "alex" });
  const build = builds.find(({ functionID }) => functionID === "WholeFile");
  if (build === undefined) throw new Error("the program builds no function WholeFile");

  const created: S3EventRecord[] = [];
  const credentials = { accessKeyId: "AKIAWHOLEFILETEST", secretAccessKey: "secret-of-this-test" };
  const bucket = String(build.links["Recordings"]?.["name"]);
  const s3 = cleanup.use(
    await startS3({
      dir: join(dir, "s3"),
      bucket,
      credentials,
      allowedOrigins: [],
      onEvent: (record) => created.push(record),
    }),
  );
  const client = new S3Client({
    region: "us-east-1",
    endpoint: s3.url,
    forcePathStyle: true,
    credentials,
  });
  cleanup.defer(() => client.destroy());

  const links = { ...build.links, App: { name: "tapedeck", stage: "alex" } };
  const built = await buildFunction(build, { links, key: randomBytes(32) }, join(dir, "task"));
  const lambda = cleanup.use(
    await startLambda(tools, built, {
      AWS_REGION: "us-east-1",
      AWS_ENDPOINT_URL_S3: s3.url,
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    }),
  );

  const recordingId = makeRecordingId(Date.UTC(2026, 0, 31) * 1000, new Uint8Array(6));
  const place = `users/hosts/cognito/5f1c/${recordingId}`;
  const packets = makePackets(101);
  const bytes = writeSegment({ packets, channelCount: 1, skipSamples: 960, discardSamples: 0 });
  const segment = {
    sequence: 0,
    sizeBytes: bytes.length,
    sha256: createHash("sha256").update(bytes).digest("base64"),
    startSample: 0,
    sampleCount: 100 * 960,
  };
  const manifest = buildManifest({ recordingId, segments: [segment], gaps: [] }, Date.now() * 1000);
  const put = (Key: string, Body: Uint8Array | string) =>
    client.send(new PutObjectCommand({ Bucket: bucket, Key, Body }));
  await put(`${place}_000000.webm`, bytes);
  created.length = 0;
  await put(`${place}.json`, JSON.stringify(manifest));
  expect(await lambda.invoke({ Records: created })).toMatchObject({ kind: "response" });

  const file = await client.send(new GetObjectCommand({ Bucket: bucket, Key: `${place}.webm` }));
  const read = readSegment((await file.Body?.transformToByteArray()) ?? new Uint8Array());
  expect(read.packets.map((packet) => [...packet])).toEqual(packets.map((packet) => [...packet]));
});
