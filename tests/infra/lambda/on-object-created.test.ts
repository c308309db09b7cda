// The arrival check as `sst deploy` builds it, under AWS's own runtime client, on the embedded S3.
import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { GetObjectTaggingCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { expect, it } from "vitest";
import { startS3, type S3Options } from "@tapedeck/local/s3/server";
import { synthesize } from "../../fixtures/synthesis/synthesize.ts";
import { buildFunction } from "../../fixtures/lambda/build-function.ts";
import { startLambda } from "../../fixtures/lambda/lambda.ts";
import { installLambdaTools } from "../../fixtures/lambda/tools.ts";

/** What S3 tells of an object that was made. */
type S3EventRecord = Parameters<NonNullable<S3Options["onEvent"]>>[0];

it("the built arrival check starts with the bucket's link alone, and tags the object of its event", async () => {
  await using cleanup = new AsyncDisposableStack();
  const dir = await mkdtemp(join(tmpdir(), "tapedeck-ric-"));
  cleanup.defer(() => rm(dir, { recursive: true, force: true }));
  const tools = await installLambdaTools();
  const { builds } = await synthesize({ stage: "alex" });
  const build = builds.find(({ functionID }) => functionID === "ArrivalCheck");
  if (build === undefined) throw new Error("the program builds no function ArrivalCheck");

  const created: S3EventRecord[] = [];
  const credentials = {
    accessKeyId: "AKIAARRIVALCHECKTEST",
    secretAccessKey: "secret-of-this-test",
  };
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

  const object = {
    Bucket: bucket,
    Key: "users/hosts/cognito/5f1c/2026-01-31-08-15-30-123456.webm",
  };
  await client.send(new PutObjectCommand({ ...object, Body: "<html>" }));
  expect(await lambda.invoke({ Records: created })).toMatchObject({ kind: "response" });

  const { TagSet } = await client.send(new GetObjectTaggingCommand(object));
  expect(TagSet).toEqual([{ Key: "tapedeck:checked", Value: "WEBM_INVALID" }]);
});
