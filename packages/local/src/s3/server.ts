// An S3 on this machine, for development and tests: HTTP around the handler.
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { S3EventRecord } from "aws-lambda";
import type { Statement } from "../../../../infra/imitated/permissions.ts";
import { Faults } from "../faults/faults.ts";
import { withFaults, type Answerer } from "../faults/with-faults.ts";
import { refusedAsForeign } from "../own-host.ts";
import type { AccessKey } from "./authenticate.ts";
import { webAppCorsRule } from "./cors.ts";
import { createS3Handler, type BucketOptions } from "./handler.ts";

export interface S3Options {
  /** Default 0: any free port. */
  port?: number;
  /** Default 127.0.0.1: nothing outside this machine can reach it. */
  host?: string;
  /** Folder of the buckets; made when missing. One process at a time. */
  dir: string;
  bucket: string;
  /** Default us-east-1. Requests signed for another region are refused. */
  region?: string;
  /** The key of the owner, who may do everything. */
  credentials: { accessKeyId: string; secretAccessKey: string };
  /** Keys of roles, which may do what their permissions say; default none. */
  roleKeys?: readonly AccessKey[];
  /** The actions that the bucket's policy denies every role; default none. */
  denied?: readonly Statement[];
  /** Web origins that may put and get, by the bucket's CORS rule. */
  allowedOrigins: readonly string[];
  /** Called after each PUT with S3's notification. */
  onEvent?: (record: S3EventRecord) => void;
  /** The server's clock; default the real one. */
  nowMs?: () => number;
  /** Default 5 GiB, S3's bound on a single PUT. */
  maxObjectBytes?: number;
  /** More buckets with rules of their own; default none. */
  moreBuckets?: readonly BucketOptions[];
  /** Fault rules; those of the place `s3` strike here. Default none. */
  faults?: Faults;
}

export interface S3Server extends AsyncDisposable {
  /** `http://HOST:PORT`, for path-style requests. */
  url: string;
  port: number;
  bucket: string;
  /** Cuts open connections; every object whose PUT was answered is on disk. */
  close(): Promise<void>;
}

const LOOPBACK = "127.0.0.1";
const FIVE_GIB = 5 * 1024 ** 3;

/** @throws NodeJS.ErrnoException – the port is taken, or the folder cannot be written. */
export async function startS3(options: S3Options): Promise<S3Server> {
  const host = options.host ?? LOOPBACK;
  const opened = Promise.withResolvers<Answerer>();
  // A server that does not get the port must not touch the folder, which may be another server's. So the port
  // comes first, and early requests wait until the folder is open.
  const answer = withFaults(
    options.faults ?? new Faults(),
    "s3",
    (message, response, circumstances) => {
      void opened.promise.then((handle) => handle(message, response, circumstances));
    },
  );
  const server = createServer((message, response) => {
    // A server that the network reaches has names that it does not know.
    if (host === LOOPBACK && refusedAsForeign(message, response, host)) return;
    answer(message, response);
  });
  await listen(server, options.port ?? 0, host);
  try {
    opened.resolve(
      await createS3Handler({
        dir: options.dir,
        region: options.region ?? "us-east-1",
        keys: [options.credentials, ...(options.roleKeys ?? [])],
        nowMs: options.nowMs ?? Date.now,
        maxObjectBytes: options.maxObjectBytes ?? FIVE_GIB,
        onEvent: options.onEvent ?? (() => undefined),
        buckets: [
          {
            name: options.bucket,
            corsRules: [webAppCorsRule(options.allowedOrigins)],
            denied: options.denied ?? [],
          },
          ...(options.moreBuckets ?? []),
        ],
      }),
    );
  } catch (thrown) {
    await stop(server);
    throw thrown;
  }
  const { port } = server.address() as AddressInfo;
  const close = (): Promise<void> => stop(server);
  return {
    url: `http://${host}:${port}`,
    port,
    bucket: options.bucket,
    close,
    [Symbol.asyncDispose]: close,
  };
}

async function listen(server: Server, port: number, host: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
}

/** May be called twice: closing a closed server is not an error. */
async function stop(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  await closed;
}
