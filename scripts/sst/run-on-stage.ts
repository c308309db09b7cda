// Runs one of our scripts inside `sst shell`, which knows a deployed stage: its resources, and credentials for its
// account.
import { spawn } from "node:child_process";
import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import { CommandError } from "@tapedeck/local/bin/command";

/** Letters that every stage of SST may have. */
const STAGE_NAME = /^[A-Za-z0-9][A-Za-z0-9-]*$/;

/**
 * @param script - a module of this repository
 * @param args - without spaces: `sst shell` splits its arguments there
 * @param failed - what did not happen, if the script ends with an error
 * @see https://sst.dev/docs/reference/cli/#shell
 * @throws {CommandError} – no such stage, no credentials, or AWS refused; the reason is on standard error
 */
export async function runOnStage(
  stage: string,
  script: URL,
  args: readonly string[],
  failed: string,
): Promise<void> {
  if (!STAGE_NAME.test(stage)) {
    throw new CommandError(
      `--stage must be letters, digits and hyphens, got ${JSON.stringify(stage)}.`,
    );
  }
  const file = relative(process.cwd(), fileURLToPath(script));
  const child = spawn("sst", ["shell", "--stage", stage, "node", file, ...args], {
    stdio: "inherit",
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", (cause) =>
      reject(new CommandError("sst does not start: run npm install.", { cause })),
    );
    child.once("close", resolve);
  });
  if (code !== 0) throw new CommandError(`${failed}: the reason is above.`);
}
