// The functions that S3 calls. The arrival check reads each object once after it was stored, and may write only
// its tags. The other one makes the whole file of a recording whose manifest was written.
import { recordingsLink } from "./api.ts";
import { FUNCTION_DEFAULTS, TRACING_PERMISSION } from "./function-defaults.ts";
import { TIMEOUT_SECONDS } from "./imitated/functions.ts";
import { ARRIVAL_CHECK_PERMISSIONS, WHOLE_FILE_PERMISSIONS } from "./imitated/permissions.ts";
import { permissionsInBucket, recordings } from "./storage.ts";

export const arrivalCheck = new sst.aws.Function("ArrivalCheck", {
  ...FUNCTION_DEFAULTS,
  handler: "packages/functions/src/on-object-created.handler",
  // An object of 8 MiB and its packets, several times over.
  memory: "512 MB",
  timeout: `${TIMEOUT_SECONDS.arrivalCheck} seconds`,
  link: [recordingsLink],
  permissions: [...permissionsInBucket(ARRIVAL_CHECK_PERMISSIONS), TRACING_PERMISSION],
});

export const wholeFile = new sst.aws.Function("WholeFile", {
  ...FUNCTION_DEFAULTS,
  handler: "packages/functions/src/on-recording-sealed.handler",
  // A join takes 80 MB, whatever the length. CPU comes with memory: this is 0.58 of a core, which joins a day,
  // 17,280 reads of S3, in some two minutes.
  memory: "1024 MB",
  // A day at 256 kb/s, the most that our encoder makes, is 2.8 GB.
  storage: "4096 MB",
  // Lambda's most. A day at a slow hour of S3, and its PUT.
  timeout: `${TIMEOUT_SECONDS.wholeFile} seconds`,
  link: [recordingsLink],
  permissions: [...permissionsInBucket(WHOLE_FILE_PERMISSIONS), TRACING_PERMISSION],
});

recordings.notify({
  notifications: [
    {
      name: "Arrival",
      function: arrivalCheck.arn,
      events: ["s3:ObjectCreated:*"],
      filterPrefix: "users/",
      filterSuffix: ".webm",
    },
    {
      // Each write of a manifest: a seal, an extension, a rename. The function passes over other `.json`.
      name: "Manifest",
      function: wholeFile.arn,
      events: ["s3:ObjectCreated:*"],
      filterPrefix: "users/",
      filterSuffix: ".json",
    },
  ],
});
