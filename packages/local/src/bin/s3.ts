// `npm run -s s3`: the S3 stand-in alone, for other tools and for tests that kill it.
import { parseArgs } from "node:util";
import { isBucketName } from "../s3/bucket-name.ts";
import { startS3 } from "../s3/server.ts";
import { CommandError, interrupted, parsePort, runCommand } from "./command.ts";

runCommand(async () => {
  const { values } = parseArgs({
    options: {
      port: { type: "string", default: "0" },
      dir: { type: "string" },
      bucket: { type: "string" },
      origin: { type: "string", multiple: true, default: [] },
    },
  });
  const stopped = interrupted();
  await using s3 = await startS3({
    port: parsePort(values.port),
    dir: required("--dir", values.dir),
    bucket: bucketName(required("--bucket", values.bucket)),
    allowedOrigins: values.origin,
    credentials: {
      accessKeyId: required("AWS_ACCESS_KEY_ID", process.env["AWS_ACCESS_KEY_ID"]),
      secretAccessKey: required("AWS_SECRET_ACCESS_KEY", process.env["AWS_SECRET_ACCESS_KEY"]),
    },
  });
  process.stdout.write(`listening ${s3.url}\n`);
  await stopped;
});

function required(name: string, value: string | undefined): string {
  if (value === undefined || value === "") throw new CommandError(`${name} is missing.`);
  return value;
}

function bucketName(name: string): string {
  if (isBucketName(name)) return name;
  throw new CommandError(
    `--bucket must be 3 to 63 lower-case letters, digits, dots and hyphens, got ${JSON.stringify(name)}.`,
  );
}
