// The part of `npm run usage -- --stage NAME` that runs inside `sst shell`, on the bucket of the stage.
import { S3Client } from "@aws-sdk/client-s3";
import * as z from "zod";
import { createS3ObjectStore } from "@tapedeck/functions/s3/object-store";
import { runCommand } from "@tapedeck/local/bin/command";
import { linked } from "../sst/linked.ts";
import { parseUsageOptions } from "./options.ts";
import { reportUsage } from "./report-usage.ts";

const bucket = z.object({ name: z.string() });
const quotaShape = z.object({
  maxSizeBytes: z.int(),
  maxDurationMs: z.int(),
  keepDays: z.int(),
});

runCommand(async () => {
  const { name } = linked("Recordings", bucket);
  const quota = linked("Quota", quotaShape);
  // The SDK finds region and credentials as the aws command does.
  const { region, credentials } = new S3Client({}).config;
  const address = {
    bucket: name,
    region: await region(),
    endpoint: process.env["AWS_ENDPOINT_URL_S3"],
  };
  const store = createS3ObjectStore({ address, credentials });
  const options = parseUsageOptions(process.argv.slice(2));
  process.stdout.write(await reportUsage(options, { store, quota, nowMs: Date.now() }));
});
