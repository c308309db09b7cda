// `npm run usage`: what each person has stored and may store. Changes the quota of one person, and counts anew what
// was changed by hand.
import { resolve } from "node:path";
import { createS3ObjectStore } from "@tapedeck/functions/s3/object-store";
import { runCommand } from "@tapedeck/local/bin/command";
import { openLocalBucket } from "@tapedeck/local/open-local-bucket";
import { runOnStage } from "../sst/run-on-stage.ts";
import { parseUsageOptions } from "./options.ts";
import { reportUsage } from "./report-usage.ts";

const HELP = `npm run usage -- [options]: what each person has stored and may store.

  --stage NAME                  of a deployed stage
  --data FOLDER                 of npm start, which may run or not (.tapedeck); without --stage
  --rebuild                     counts everything anew, by LIST
  --person SUB --gigabytes N --minutes N
                                gives that person a quota of their own
  --person SUB --like-stage     takes it away again
  --help                        prints this
`;

const ON_STAGE = new URL("on-stage.ts", import.meta.url);

runCommand(async () => {
  const args = process.argv.slice(2);
  const options = parseUsageOptions(args);
  if (options.isHelp) {
    process.stdout.write(HELP);
    return;
  }
  if (options.stage !== undefined) {
    await runOnStage(options.stage, ON_STAGE, args, "The usage could not be read");
    return;
  }
  await using bucket = await openLocalBucket(resolve(options.dataDir));
  const { address, credentials, quota } = bucket;
  const store = createS3ObjectStore({ address, credentials: async () => credentials });
  process.stdout.write(await reportUsage(options, { store, quota, nowMs: Date.now() }));
});
