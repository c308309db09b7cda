// The arrival-check Lambda: configuration is read once per instance, outside the handler.
import { createArrivalCheck } from "./arrival-check.ts";
import { createArrivedObjects } from "./s3/arrived-objects.ts";
import { readStoreConfig } from "./config.ts";
import { lambdaLog } from "./log.ts";
import { credentialsFrom } from "./s3/address.ts";

/** Called by Lambda for every notification: infra/events.ts. @public */
export const handler = createArrivalCheck({
  objects: createArrivedObjects(readStoreConfig(process.env), async () =>
    credentialsFrom(process.env),
  ),
  log: lambdaLog,
});
