// The part of `npm run invite -- EMAIL --stage NAME` that runs inside `sst shell`: finds the pool of the stage.
import * as z from "zod";
import { CommandError, runCommand } from "@tapedeck/local/bin/command";
import { createAccount } from "./create-account.ts";

/** What infra/ links, as far as it is read here. The issuer names the pool and its region. */
const auth = z.object({
  issuer: z.string().regex(/^https:\/\/cognito-idp\.[a-z0-9-]+\.amazonaws\.com\/[\w-]+$/),
});
const site = z.object({ origin: z.url() });

runCommand(async () => {
  const [address = ""] = process.argv.slice(2);
  const { issuer } = linked("Auth", auth);
  const { origin } = linked("Site", site);
  const [, region = "", userPoolId = ""] =
    /^https:\/\/cognito-idp\.([^.]+)\.[^/]+\/(.+)$/.exec(issuer) ?? [];
  await createAccount({ address, userPoolId, region });
  process.stdout.write(`
  ${address} has an account. Cognito has mailed a temporary password, which is good for three days.

    Sign in   ${origin}  (the mail does not name it)

`);
});

/** @throws {CommandError} the stage was never deployed, or by an older release */
function linked<T>(name: string, shape: z.ZodType<T>): T {
  const text = process.env[`SST_RESOURCE_${name}`];
  const parsed = text === undefined ? undefined : shape.safeParse(JSON.parse(text));
  if (parsed?.success === true) return parsed.data;
  throw new CommandError(
    `This stage has no ${name}: deploy it first, with npm run deploy -- --stage NAME.`,
  );
}
