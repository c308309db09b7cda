// The part of the `sst` command that its components talk to while they run: where assets go, and the
// building of functions, which here is only written down.
import { mkdir, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { json } from "node:stream/consumers";
import type { FunctionBuild } from "../graph.ts";

interface Call {
  readonly method: string;
  readonly params: readonly unknown[];
}

/** @returns the address for the environment variable SST_SERVER */
export async function startSstServer(onBuild: (build: FunctionBuild) => void): Promise<string> {
  async function answer({ method, params }: Call): Promise<unknown> {
    switch (method) {
      case "Provider.Aws.Bootstrap":
        return { asset: "sst-asset", state: "sst-state" };
      // Only under `sst dev`: what carries events to this machine, and what is to answer them.
      case "Provider.Aws.Appsync":
        return { http: "https://appsync.example", realtime: "wss://appsync.example" };
      case "Runtime.AddTarget":
        onBuild(params[0] as FunctionBuild);
        return undefined;
      case "Runtime.Build": {
        const build = params[0] as FunctionBuild;
        onBuild(build);
        // SST zips what it is given, so there must be something.
        const out = join($cli.paths.work, "artifacts", `${build.functionID}-src`);
        await mkdir(out, { recursive: true });
        await writeFile(join(out, "bundle.mjs"), "export const handler = async () => undefined;\n");
        return { handler: "bundle.handler", out, errors: [], sourcemaps: [] };
      }
      default:
        throw new Error(`no answer for ${method}`);
    }
  }

  const server = createServer((request, response) => {
    // A connection kept for later would keep the process from ending, for 5 s.
    response.setHeader("connection", "close");
    json(request)
      .then((call) => answer(call as Call))
      .then(
        (result) => response.end(JSON.stringify({ result })),
        (thrown: unknown) => response.end(JSON.stringify({ error: String(thrown) })),
      );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // The process ends when the program has nothing left to do, whether or not this still listens.
  server.unref();
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
