// The arrival check: a function reads each object once after it was stored, and may write only its tags.
import { FUNCTION_DEFAULTS, recordingsLink, TRACING_PERMISSION } from "./api.ts";
import { TIMEOUT_SECONDS } from "./imitated/functions.ts";
import { ARRIVAL_CHECK_PERMISSIONS } from "./imitated/permissions.ts";
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

recordings.notify({
  notifications: [
    {
      name: "Arrival",
      function: arrivalCheck.arn,
      events: ["s3:ObjectCreated:*"],
      filterPrefix: "users/",
      filterSuffix: ".webm",
    },
  ],
});
