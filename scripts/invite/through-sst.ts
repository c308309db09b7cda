// Runs the invitation inside `sst shell`, which knows a deployed stage: its resources, and credentials for its account.
import { spawn } from "node:child_process";
import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import { CommandError } from "@tapedeck/local/bin/command";

/** Letters that every stage of SST may have. */
const STAGE_NAME = /^[A-Za-z0-9][A-Za-z0-9-]*$/;

const ON_STAGE = relative(process.cwd(), fileURLToPath(new URL("on-stage.ts", import.meta.url)));

/**
 * @param address - plain, so without spaces: `sst shell` splits its arguments there
 * @see https://sst.dev/docs/reference/cli/#shell
 * @throws {CommandError} – no such stage, no credentials, or Cognito refused; the reason is on standard error
 */
export async function inviteThroughSst(address: string, stage: string): Promise<void> {
  if (!STAGE_NAME.test(stage)) {
    throw new CommandError(
      `--stage must be letters, digits and hyphens, got ${JSON.stringify(stage)}.`,
    );
  }
  const args = ["shell", "--stage", stage, "node", ON_STAGE, address];
  const child = spawn("sst", args, { stdio: "inherit" });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", (cause) =>
      reject(new CommandError("sst does not start: run npm install.", { cause })),
    );
    child.once("close", resolve);
  });
  if (code === 0) return;
  throw new CommandError(`The stage ${stage} made no account for ${address}: the reason is above.`);
}
