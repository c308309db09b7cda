// The Lambda that makes whole files: configuration is read once per instance, outside the handler.
import { readStoreConfig } from "./config.ts";
import { lambdaLog } from "./log.ts";
import { credentialsFrom } from "./s3/address.ts";
import { createWholeFilePorts } from "./s3/whole-files.ts";
import { createWholeFileMaker } from "./whole-file-maker.ts";

/** Called by Lambda for every notification: infra/events.ts. @public */
export const handler = createWholeFileMaker({
  ports: createWholeFilePorts(readStoreConfig(process.env), async () =>
    credentialsFrom(process.env),
  ),
  log: lambdaLog,
});
