// The bucket of an installation, for its owner: that of the stack that runs on the data folder, or else one that is
// started for as long as it is needed.
import { join } from "node:path";
import type { BucketAddress, Credentials } from "@tapedeck/functions/s3/address";
import type { Quota } from "@tapedeck/core/usage/quota";
import { openInstallation } from "./installation.ts";
import { runningBucketUrl } from "./running-bucket.ts";
import { startS3 } from "./s3/server.ts";
import { BUCKET, LOCAL_QUOTA, REGION } from "./start-stack.ts";

export interface LocalBucket extends AsyncDisposable {
  readonly address: BucketAddress;
  readonly credentials: Credentials;
  readonly quota: Quota;
}

export async function openLocalBucket(dataDir: string): Promise<LocalBucket> {
  const { accessKeyId, secretAccessKey } = await openInstallation(dataDir);
  const credentials = { accessKeyId, secretAccessKey };
  const runningUrl = await runningBucketUrl(dataDir);
  const own = runningUrl === undefined ? await startOwn(dataDir, credentials) : undefined;
  const endpoint = own?.url ?? runningUrl;
  return {
    address: { bucket: BUCKET, region: REGION, endpoint },
    credentials,
    quota: LOCAL_QUOTA,
    [Symbol.asyncDispose]: async () => own?.[Symbol.asyncDispose](),
  };
}

function startOwn(dataDir: string, credentials: Credentials) {
  const dir = join(dataDir, "s3");
  return startS3({ dir, bucket: BUCKET, region: REGION, credentials, allowedOrigins: [] });
}
