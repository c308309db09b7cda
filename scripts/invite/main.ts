// `npm run invite -- EMAIL [--stage NAME]`: makes an account, as only the owner does. Without a stage it is one of
// the embedded stack.
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { parseEmailAddress } from "@tapedeck/core/email-address";
import { toAppError } from "@tapedeck/core/errors";
import { CommandError, runCommand } from "@tapedeck/local/bin/command";
import { DEFAULT_PORT } from "@tapedeck/local/bin/default-port";
import { inviteLocally } from "@tapedeck/local/cognito/invite";
import { runOnStage } from "../sst/run-on-stage.ts";

const ON_STAGE = new URL("on-stage.ts", import.meta.url);

const HELP = `npm run invite -- EMAIL [options]: makes an account for that address.

  --stage NAME   of a deployed stage: Cognito mails the person a temporary password
  --data FOLDER  of npm start, which may run or not (.tapedeck); without --stage
  --help         prints this
`;

runCommand(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      stage: { type: "string" },
      data: { type: "string", default: ".tapedeck" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return;
  }
  const [email, ...others] = positionals;
  if (email === undefined || others.length > 0) {
    throw new CommandError("Give one address: npm run invite -- ada@example.com");
  }
  // Before anything is asked or made, so that a typing error costs nothing.
  const parsed = parseEmailAddress(email);
  if (parsed === undefined) {
    throw new CommandError(
      `${JSON.stringify(email)} is not one plain address. A domain with other letters is written in Punycode (xn--…).`,
    );
  }
  const { address } = parsed;
  const { stage } = values;
  if (stage === undefined) await invite(address, resolve(values.data));
  else {
    const failed = `The stage ${stage} made no account for ${address}`;
    await runOnStage(stage, ON_STAGE, [address], failed);
  }
});

async function invite(address: string, dataDir: string): Promise<void> {
  const { temporaryPassword } = await inviteLocally(dataDir, address).catch((thrown: unknown) => {
    const { code, message } = toAppError(thrown);
    throw code === "INPUT_INVALID" ? new CommandError(message) : thrown;
  });
  process.stdout.write(`
  ${address} has an account in ${dataDir}.

    Password  ${temporaryPassword}  (for the first sign-in, which asks for another)
    Sign in   at the address that npm start prints, by default http://localhost:${DEFAULT_PORT}

`);
}
