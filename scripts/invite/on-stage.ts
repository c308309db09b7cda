// The part of `npm run invite -- EMAIL --stage NAME` that runs inside `sst shell`: finds the pool of the stage.
import * as z from "zod";
import { runCommand } from "@tapedeck/local/bin/command";
import { linked } from "../sst/linked.ts";
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
