// One process that runs the bundled programs of a test file. @see program/host.ts
import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Graph } from "./graph.ts";

const HOST = fileURLToPath(new URL("program/host.ts", import.meta.url));

let host: ChildProcess | undefined;
let last: Promise<unknown> = Promise.resolve();

/** @throws {Error} with what SST or Pulumi said, when the program does not run to its end */
export function runProgram(bundle: string): Promise<Graph> {
  const graph = last.then(() => runNext(bundle));
  last = graph.catch(() => undefined);
  return graph;
}

async function runNext(bundle: string): Promise<Graph> {
  const process = (host ??= start());
  const said: string[] = [];
  const hear = (bytes: Buffer) => said.push(bytes.toString());
  process.stderr?.on("data", hear);
  const answered = new AbortController();
  try {
    const ended = once(process, "close", { signal: answered.signal }).then(() => {
      host = undefined;
      throw new Error(`The program ended early: ${said.join("")}`);
    });
    const sent = once(process, "message", { signal: answered.signal });
    process.send(bundle);
    const [graph] = (await Promise.race([sent, ended])) as [Graph];
    return graph;
  } finally {
    answered.abort();
    process.stderr?.off("data", hear);
  }
}

/** It ends with this process: its channel closes then. */
function start(): ChildProcess {
  const child = fork(HOST, {
    env: {
      PATH: process.env["PATH"],
      AWS_REGION: "us-east-1",
      SST_SECRET_SessionKeys: Buffer.alloc(32, 7).toString("base64url"),
      SST_SECRET_GoogleClientId: "google-client",
      SST_SECRET_GoogleClientSecret: "google-secret",
    },
    execArgv: [],
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  return child;
}
