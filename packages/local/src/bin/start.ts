// `npm start`: builds the web app, starts the embedded stack, says where it is. `npm run dev:local` is
// the same command with `--dev`: it builds nothing and reloads what changes.
import { spawn } from "node:child_process";
import { access, constants, mkdir } from "node:fs/promises";
import { relative, resolve } from "node:path";
import { parseArgs } from "node:util";
import type { FaultRule } from "../faults/fault-rule.ts";
import { startStack, type Stack } from "../start-stack.ts";
import { buildWeb } from "../site/build-web.ts";
import { DEFAULT_PORT } from "./default-port.ts";
import { describeFault } from "./describe-fault.ts";
import { FAULTS_HELP, parseFaults } from "./faults-flag.ts";
import { DEFAULT_INSPECTOR_PORT, openInspector, withInspectorPort } from "./inspect-flag.ts";
import { interrupted, parsePort, runCommand } from "./command.ts";

const HELP = `npm start -- [options]: the whole product on this machine.
npm run dev:local -- [options]: the same, and what you change is reloaded.

  --port NUMBER   where the app listens (${DEFAULT_PORT}; 0: any free port)
  --data FOLDER   what survives a restart (.tapedeck)
  --no-open       opens no browser
  --json          prints one line of JSON when ready, and nothing else
  --inspect[=PORT]  lets a debugger in (${DEFAULT_INSPECTOR_PORT})
  --help          prints this
${FAULTS_HELP}`;

runCommand(async () => {
  const { values } = parseArgs({
    args: withInspectorPort(process.argv.slice(2)),
    options: {
      dev: { type: "boolean", default: false },
      port: { type: "string", default: String(DEFAULT_PORT) },
      data: { type: "string", default: ".tapedeck" },
      "no-open": { type: "boolean", default: false },
      json: { type: "boolean", default: false },
      faults: { type: "string" },
      inspect: { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return;
  }
  const port = parsePort(values.port);
  const faults = values.faults === undefined ? [] : parseFaults(values.faults);
  // Before a function is started: a debugger then sees its worker from the first line on.
  const inspector = values.inspect === undefined ? undefined : openInspector(values.inspect);
  const stopped = interrupted();
  const dataDir = resolve(values.data);
  // Checked before the app is built, so that an unusable folder is reported at once.
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  await access(dataDir, constants.W_OK);
  await using stack = await startStack({
    dataDir,
    port,
    ...(values.dev ? { reloads: true } : { webDir: await buildWeb() }),
    faults,
    checksArrivals: true,
    makesWholeFiles: true,
    onLogLine: (line) => process.stderr.write(`${line}\n`),
  });
  if (values.json) {
    process.stdout.write(`${JSON.stringify(readyLine(stack, faults, inspector))}\n`);
  } else {
    process.stdout.write(greeting(stack, faults, relative(process.cwd(), dataDir) || "."));
    if (!values["no-open"]) openBrowser(stack.url);
  }
  await stopped;
});

function readyLine(stack: Stack, faults: readonly FaultRule[], inspector: string | undefined) {
  return {
    ready: true,
    url: stack.url,
    s3: stack.s3.url,
    issuer: stack.cognito.issuer,
    bucket: stack.bucket,
    users: stack.cognito.users.map(({ name, password }) => ({ name, password })),
    ...(faults.length === 0 ? {} : { faults: faults.map(describeFault) }),
    ...(inspector === undefined ? {} : { inspector }),
  };
}

function greeting(stack: Stack, faults: readonly FaultRule[], dataDir: string): string {
  const logins = stack.cognito.users.map(
    ({ name, password, groups }) => `${name} / ${password}  (${groups.join(", ")})`,
  );
  const trouble =
    faults.length === 0 ? "" : `\n    Faults    ${faults.map(describeFault).join(", ")}`;
  return `
  Tapedeck is running: no AWS, everything on this machine.

    Open      ${stack.url}
    Sign in   ${logins.join("\n              ")}

    Bucket    ${stack.bucket} at ${stack.s3.url}
    Issuer    ${stack.cognito.issuer}
    Data      ${dataDir}${trouble}

  Ctrl-C stops it; what you recorded stays.

`;
}

/** Best effort: the address is on the screen anyway, and a server has no browser to open. */
function openBrowser(url: string): void {
  const { platform, env, stdout } = process;
  if (!stdout.isTTY || env["CI"] !== undefined) return;
  const commands: Partial<Record<NodeJS.Platform, readonly string[]>> = {
    darwin: ["open"],
    win32: ["cmd", "/c", "start", ""],
  };
  const [command, ...args] = [...(commands[platform] ?? ["xdg-open"]), url];
  if (command === undefined) return;
  const child = spawn(command, args, { stdio: "ignore", detached: true });
  child.on("error", () => undefined);
  child.unref();
}
